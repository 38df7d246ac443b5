"""How a member wants to be told: what the person chose, else what is usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from notifications.choices import Mail
from notifications.models import MailTimes, NoticeChoice
from notifications.ports import KINDS, NoticeKind
from notifications.rules import Times
from workspaces.models import Member


@dataclass(frozen=True)
class Settings:
    """`mail` by the key of each registered kind."""

    mail: Mapping[str, Mail] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    has_digest: bool = True
    digested_on: date | None = None


def settings_of(member: Member) -> Settings:
    """The settings of one member. Two queries."""
    chosen = dict(NoticeChoice.objects.filter(member=member).values_list("kind", "mail"))
    row = MailTimes.objects.filter(member=member).first()
    return _settings(row, {kind.key: _mail(kind, chosen.get(kind.key)) for kind in KINDS})


def times_of(member_ids: list[int]) -> dict[int, Settings]:
    """The times of many members, without their choices by kind. One query."""
    rows = {row.member_id: row for row in MailTimes.objects.filter(member__in=member_ids)}
    return {member_id: _settings(rows.get(member_id), {}) for member_id in member_ids}


def _mail(kind: NoticeKind, chosen: str | None) -> Mail:
    if kind.own_mail:
        return Mail.AT_ONCE
    return Mail(chosen) if chosen else kind.usual


def _settings(row: MailTimes | None, mail: Mapping[str, Mail]) -> Settings:
    if row is None:
        return Settings(mail)
    times = Times(row.quiet_from, row.quiet_until, tuple(row.workdays), row.digest_at)
    return Settings(mail, times, row.has_digest, row.digested_on)
