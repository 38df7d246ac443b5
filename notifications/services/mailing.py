"""Mail about notices: claimed and written into the outbox in one transaction, so that whoever is killed in between
has done nothing, and whoever comes second finds nothing to do."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.timezone import localdate

from core.links import link_scope
from core.tenancy import workspace_scope
from notifications.choices import Group, Mail, Show
from notifications.models import MailTimes, Notice
from notifications.ports import DIGEST_PARTS, kind_of
from notifications.rules import digest_day, is_quiet
from notifications.selectors.notices import notices_of
from notifications.selectors.settings import times_of
from notifications.services.letters import Mailing, Part, at_once, digest, line_of
from workspaces.models import Member, Workspace
from workspaces.selectors import working_members
from workspaces.services import write_mail

KIND = "notices"
AT_ONCE_MOST = 100  # notices of one mail
DIGEST_MOST = 500
LINES = 20  # of one part of a mail
OLDEST = timedelta(days=7)  # what waited longer is no news


def mail_due(workspace: Workspace, *, now: datetime) -> int:
    """Write the mails about notices that are due in one workspace; returns how many were written.

    Call outside a scope: each member has a transaction of its own. A notice is mailed once, a member has one digest a
    day; what was read, or may not be seen any more, is left out, and an empty mail is not sent.
    """
    with workspace_scope(workspace.pk):
        members = list(working_members())
        times = times_of([member.pk for member in members])
        waiting = Notice.objects.filter(mail=Mail.AT_ONCE, mailed_at=None)
        wants_now = set(waiting.values_list("member_id", flat=True).distinct())
    written = 0
    for member in members:
        zone = member.user.time_zone or workspace.time_zone
        own = times[member.pk]
        hours = replace(own.times, country=workspace.country)
        day = digest_day(now, zone, hours, last=own.digested_on) if own.has_digest else None
        at_once_now = member.pk in wants_now and not is_quiet(now, zone, hours)
        if not at_once_now and day is None:
            continue
        with (
            workspace_scope(workspace.pk),
            link_scope(workspace.slug),
            translation.override(member.user.language or workspace.language),
            timezone.override(zone),
        ):
            if at_once_now:
                written += _mail_at_once(member, workspace, now=now)
            if day is not None:
                written += _mail_digest(member, workspace, day=day, now=now)
    return written


def _mail_at_once(member: Member, workspace: Workspace, *, now: datetime) -> bool:
    claimed = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(member=member, mail=Mail.AT_ONCE, mailed_at=None)
        .order_by("id")
        .values_list("pk", flat=True)[:AT_ONCE_MOST]
    )
    found = _still_wanted(member, claimed, now=now)
    if not found:
        return False
    return _write(
        f"notices:{claimed[0]}",
        at_once(found, day=localdate(now), to=member, workspace=workspace),
        member,
        now=now,
    )


def _mail_digest(member: Member, workspace: Workspace, *, day: date, now: datetime) -> bool:
    if not _claim_day(member, day):
        return False
    waiting = Notice.objects.filter(member=member, mail=Mail.DAILY, mailed_at=None).order_by("-id")
    found = _still_wanted(member, list(waiting.values_list("pk", flat=True)[:DIGEST_MOST]), now=now)
    parts = _parts(member, found, day)
    if not parts:
        return False
    mailing = digest(parts, day=day, to=member, workspace=workspace)
    return _write(f"digest:{member.pk}:{day}", mailing, member, now=now)


def _claim_day(member: Member, day: date) -> bool:
    MailTimes.objects.bulk_create([MailTimes(member=member)], ignore_conflicts=True)
    open_day = Q(digested_on=None) | Q(digested_on__lt=day)
    return bool(MailTimes.objects.filter(open_day, member=member).update(digested_on=day))


def _still_wanted(member: Member, claimed: list[int], *, now: datetime) -> list[Notice]:
    Notice.objects.filter(pk__in=claimed).update(mailed_at=now)
    rows = notices_of(member, Show.UNREAD).filter(pk__in=claimed, created_at__gt=now - OLDEST)
    return list(rows.order_by("-created_at", "-pk"))


def _parts(member: Member, notices: Iterable[Notice], day: date) -> list[Part]:
    found = list(notices)
    parts = []
    for group in Group:
        own = [line_of(notice, day=day) for notice in found if kind_of(notice.kind).group == group]
        lines, total = own[:LINES], len(own)
        for part in DIGEST_PARTS:
            if part.group == group:
                more, count = part.lines(member, day, LINES)
                lines, total = [*lines, *more][:LINES], total + count
        if total:
            parts.append(Part(group, tuple(lines), total))
    return parts


def _write(key: str, mailing: Mailing, member: Member, *, now: datetime) -> bool:
    return write_mail(
        key=key,
        kind=KIND,
        to=member.user.email,
        to_name=str(member),
        subject=mailing.subject,
        text=mailing.letter.text,
        html=mailing.letter.html,
        stop_url=mailing.stop_url,
        now=now,
    )
