"""Telling owners that an account of theirs fell into a worse band."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from core.links import below_workspace
from core.text import format_score
from health.choices import Band
from health.services.scoring import Fall
from notifications.services import NewNotice, post_notices

FALL, MORE_FALLS = "health_fall", "health_falls"


def tell_falls(falls: Sequence[Fall], *, scored_on: date, now: datetime) -> None:
    """Raise a notice to each owner (CSM, else AM), once per account and day.

    An owner with more falls than are told one by one gets one further line with the number of the others.
    """
    names = dict(Account.objects.filter(pk__in={fall.account_id for fall in falls}).values_list("pk", "name"))
    notices = [_notice(fall, names[fall.account_id], scored_on) for fall in falls if fall.account_id in names]
    of_owner = {fall.owner_id: fall.of_owner for fall in falls}
    for owner_id, total in of_owner.items():
        more = total - sum(fall.owner_id == owner_id for fall in falls)
        if more > 0:
            notices.append(_more(owner_id, more, scored_on))
    post_notices(notices, now=now)


def _notice(fall: Fall, name: str, scored_on: date) -> NewNotice:
    words = {
        "account": name,
        "band": Band(fall.band).label,
        "band_before": Band(fall.band_before).label,
        "score": format_score(fall.after / 1000),
        "before": format_score(fall.before / 1000),
    }
    return NewNotice(
        member_id=fall.owner_id,
        kind=FALL,
        title=_("%(account)s fell to %(band)s") % words,
        body=_("Health %(score)s, was %(before)s (%(band_before)s).") % words,
        path=below_workspace("accounts:detail", account_id=fall.account_id),
        origin_key=f"{FALL}:{fall.account_id}:{scored_on}",
        account_id=fall.account_id,
    )


def _more(owner_id: int, more: int, scored_on: date) -> NewNotice:
    title = ngettext(
        "%(count)s more account of yours fell", "%(count)s more accounts of yours fell", more
    ) % {"count": more}
    return NewNotice(
        member_id=owner_id,
        kind=FALL,
        title=title,
        body=_("The portfolio shows who moved most."),
        path=below_workspace("workspaces:home"),
        origin_key=f"{MORE_FALLS}:{scored_on}",
    )
