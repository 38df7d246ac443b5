"""How the workspace answers: opening hours and times; the rules that hand inquiries out, in their order."""

from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Account
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from playbooks.rules import moved
from portal.models import InquiryRule, InquirySetting
from portal.rules.response_times import Hours
from portal.selectors.inquiry_settings import MOST_RULES
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services import record_act

LEAST_MINUTES = 60  # of work in a day: with fewer, no answer would be due within reach


@dataclass(frozen=True, kw_only=True)
class SettingFields:
    """What people set; minutes are minutes of work."""

    response_days: int
    urgent_minutes: int | None
    manager_minutes: int
    opens_at: time
    closes_at: time
    break_from: time | None = None
    break_to: time | None = None


@dataclass(frozen=True, kw_only=True)
class RuleFields:
    """Conditions, where empty ones always hold, and one target: a member, a team, or a role of the account."""

    kind: str = ""
    priority: str = ""
    segment: str = ""
    account_id: int | None = None
    member_id: int | None = None
    team_id: int | None = None
    role: str = ""
    is_active: bool = True


def change_setting(fields: SettingFields, *, version: int, by: Member, now: datetime) -> InquirySetting:
    """Write the times anew; inquiries that are open keep theirs. Raises DomainErrors, Conflict past `version`."""
    _check_setting(fields)
    with transaction.atomic():
        current = _setting()
        _same(current.version, version)
        for name, value in asdict(fields).items():
            setattr(current, name, value)
        current.version += 1
        current.save()
        record_act(SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject=_("Inquiries: times"))
    return current


def make_rule(fields: RuleFields, *, by: Member, now: datetime) -> InquiryRule:
    """Add a rule behind the others. Raises DomainErrors."""
    _check_rule(fields)
    with transaction.atomic():
        _setting()  # locked: two new rules at once have two places
        if InquiryRule.objects.count() >= MOST_RULES:
            raise DomainError(_("These are enough rules. Change one of them."))
        last = InquiryRule.objects.aggregate(last=Max("position"))["last"]
        rule = InquiryRule.objects.create(position=0 if last is None else last + 1, **asdict(fields))
        _noted(by, now)
    return rule


def change_rule(
    rule: InquiryRule, fields: RuleFields, *, version: int, by: Member, now: datetime
) -> InquiryRule:
    """Write a rule anew. Raises DomainErrors, Conflict past `version`."""
    _check_rule(fields)
    with transaction.atomic():
        current = _locked(rule)
        _same(current.version, version)
        for name, value in asdict(fields).items():
            setattr(current, name, value)
        current.version += 1
        current.save()
        _noted(by, now)
    return current


def move_rule(rule: InquiryRule, places: int, *, by: Member, now: datetime) -> None:
    """Move a rule up (below zero) or down by so many places; it stays within the ends."""
    with transaction.atomic():
        rows = list(InquiryRule.objects.select_for_update().order_by("position", "pk"))
        known = {one.pk: one for one in rows}
        if rule.pk not in known:
            raise NotFound(_("Not found."))
        for place, number in enumerate(moved([one.pk for one in rows], rule.pk, places)):
            if known[number].position != place:
                known[number].position = place
                known[number].save(update_fields=["position"])
        _noted(by, now)


def delete_rule(rule: InquiryRule, *, by: Member, now: datetime) -> None:
    """Take a rule away; gone already is no error."""
    with transaction.atomic():
        deleted, _of = InquiryRule.objects.filter(pk=rule.pk).delete()
        if deleted:
            _noted(by, now)


def _check_setting(fields: SettingFields) -> None:
    errors = []
    if fields.opens_at >= fields.closes_at:
        errors.append(DomainError(_("You close before you open."), field="closes_at"))
    start, end = fields.break_from, fields.break_to
    if start is None or end is None:
        if start != end:
            errors.append(DomainError(_("Give both ends of the break, or neither."), field="break_to"))
    elif not fields.opens_at < start < end < fields.closes_at:
        errors.append(DomainError(_("The break lies within the opening hours."), field="break_to"))
    if not errors and _day_minutes(fields) < LEAST_MINUTES:
        errors.append(DomainError(_("Be open for an hour a day at least."), field="closes_at"))
    if not 1 <= fields.response_days <= 20:
        errors.append(DomainError(_("Choose 1 to 20 business days."), field="response_days"))
    if errors:
        raise DomainErrors(errors)


def _day_minutes(fields: SettingFields) -> int:
    return Hours(fields.opens_at, fields.closes_at, fields.break_from, fields.break_to).day_minutes


def _check_rule(fields: RuleFields) -> None:
    targets = [fields.member_id, fields.team_id, fields.role or None]
    if sum(one is not None for one in targets) != 1:
        raise DomainError(_("Choose who gets it."), field="target")
    if fields.account_id is not None and not Account.objects.filter(pk=fields.account_id).exists():
        raise DomainError(_("Choose an account."), field="account")


def _setting() -> InquirySetting:
    known, _made = InquirySetting.objects.get_or_create()
    return InquirySetting.objects.select_for_update().get(pk=known.pk)


def _locked(rule: InquiryRule) -> InquiryRule:
    found = InquiryRule.objects.select_for_update().filter(pk=rule.pk).first()
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _same(held: int, sent: int) -> None:
    if held != sent:
        raise Conflict(_("Somebody changed this meanwhile. Look at it again."), code="changed_meanwhile")


def _noted(by: Member, now: datetime) -> None:
    record_act(SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject=_("Inquiries: rules"))
