"""What a member chose about being told."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.errors import DomainError
from notifications.choices import Mail
from notifications.models import MailTimes, Notice, NoticeChoice
from notifications.ports import KINDS
from notifications.rules import Times
from notifications.selectors.settings import settings_of
from workspaces.models import Member

DIGEST, HURRIED = (
    "digest",
    "at_once",
)  # in a link that stops mail, in place of a kind: the digest, all that comes at once


def change_settings(*, by: Member, mail: Mapping[str, Mail], times: Times, has_digest: bool) -> None:
    """Set how the member is told of each kind, and when. Repeating it changes nothing.

    What waits for its mail is told as chosen now. Raises DomainError (field `quiet_from` or `workdays`).
    """
    if (times.quiet_from is None) != (times.quiet_until is None):
        raise DomainError(_("Give both ends of the quiet hours, or none."), field="quiet_from")
    if not times.workdays:
        raise DomainError(_("Choose at least one day: on the others no mail goes out."), field="workdays")
    for kind in KINDS:
        if kind.key in mail and not kind.own_mail:
            _choose(by, kind.key, mail[kind.key])
    MailTimes.objects.update_or_create(
        member=by,
        defaults={
            "quiet_from": times.quiet_from,
            "quiet_until": times.quiet_until,
            "workdays": sorted(times.workdays),
            "digest_at": times.digest_at,
            "has_digest": has_digest,
        },
    )


def stop_mail(what: str, *, of: Member) -> bool:
    """End the mails of one kind, the digest (`digest`), or of every kind that is mailed at once (`at_once`), as a link
    in a mail asks; False for what is none of these."""
    if what == DIGEST:
        MailTimes.objects.update_or_create(member=of, defaults={"has_digest": False})
        return True
    if what == HURRIED:
        for key, mail in settings_of(of).mail.items():
            if mail == Mail.AT_ONCE and not KINDS.get(key).own_mail:
                _choose(of, key, Mail.OFF)
        return True
    if what not in KINDS or KINDS.get(what).own_mail:
        return False
    _choose(of, what, Mail.OFF)
    return True


def _choose(member: Member, kind: str, mail: Mail) -> None:
    NoticeChoice.objects.update_or_create(member=member, kind=kind, defaults={"mail": mail})
    waiting = Notice.objects.filter(member=member, kind=kind, mailed_at=None).exclude(mail=Mail.OFF)
    waiting.exclude(mail=mail).update(mail=mail)
