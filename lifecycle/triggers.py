"""What rules may watch for in the lifecycle: a renewal that reached a milestone, a handshake that is late."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import AccountStatus
from accounts.forms.fields import choice, number
from core.text import format_date, format_number
from lifecycle.choices import HandshakeKind, HandshakeState, MilestoneState
from lifecycle.models import Handshake, MilestoneDecision
from lifecycle.rules import MILESTONE_REACHED, MILESTONES, milestone_key
from lifecycle.selectors.handshakes import late_handshakes
from playbooks.ports import Match, Trigger

HANDSHAKE_LATE = "handshake_late"


class MilestoneForm(forms.Form):
    """Which of the four."""

    milestone = choice(
        gettext_lazy("Days before the term ends"), [(str(days), str(days)) for days in MILESTONES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"milestone": str(MILESTONES[0]), **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class LateForm(forms.Form):
    """How late at least, and which kinds; none chosen means all."""

    days = number(gettext_lazy("Days late, at least"), least=1, most=365, required=True)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Handshakes"),
        choices=[(str(kind.value), kind.label) for kind in HandshakeKind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"days": 1, "kinds": [], **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def reached_milestones(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Accounts with a term ahead whose milestone was reminded of; contracts that end on one day are one occurrence. A
    milestone that a nearer one made void is not reached, and a closed renewal waits for nobody. The nearest end first."""
    milestone = int(parameters.get("milestone") or MILESTONES[0])
    found = MilestoneDecision.objects.filter(
        milestone=milestone,
        state=MilestoneState.SENT,
        term_ends_on__gte=today,
        contract__cancelled_on=None,
        contract__deleted_at=None,
        contract__account__deleted_at=None,
    ).exclude(contract__account__status=AccountStatus.CHURNED)
    found = found.exclude(contract__settled_ends_on=F("term_ends_on"))
    if account_ids is not None:
        found = found.filter(contract__account_id__in=list(account_ids))
    ends: dict[tuple[date, int], int] = defaultdict(int)
    for term_ends_on, account_id in found.values_list("term_ends_on", "contract__account_id"):
        ends[term_ends_on, account_id] += 1
    return [
        _milestone(milestone, account_id, term_ends_on, contracts, today)
        for (term_ends_on, account_id), contracts in sorted(ends.items())
    ]


def late_ones(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """Open handshakes whose day passed at least `days` ago, the latest first; a new due day is a new occurrence."""
    days = int(parameters.get("days") or 1)
    kinds = [int(kind) for kind in parameters.get("kinds") or []]
    found = late_handshakes(today=today, account_ids=account_ids).exclude(
        account__status=AccountStatus.CHURNED
    )
    if kinds:
        found = found.filter(kind__in=kinds)
    return [_late(one, today) for one in found if one.due_on and (today - one.due_on).days >= days]


def _milestone(milestone: int, account_id: int, ends_on: date, contracts: int, today: date) -> Match:
    left = (ends_on - today).days
    counted = ngettext("%(n)s day", "%(n)s days", left) % {"n": format_number(left)}
    words = ngettext("%(n)s contract", "%(n)s contracts", contracts) % {"n": format_number(contracts)}
    return Match(
        account_id=account_id,
        origin_key=milestone_key(milestone, account_id, ends_on),
        reason=_("Renewal in %(days)s, on %(day)s") % {"days": counted, "day": format_date(ends_on)},
        words=words,
    )


def _late(one: Handshake, today: date) -> Match:
    assert one.due_on is not None
    late = (today - one.due_on).days
    counted = ngettext("%(n)s day", "%(n)s days", late) % {"n": format_number(late)}
    kind = HandshakeKind(one.kind).label
    waits_on = one.receiver if one.state == HandshakeState.DELIVERED else one.giver
    return Match(
        account_id=one.account_id,
        origin_key=f"{HANDSHAKE_LATE}:{one.pk}:{one.due_on.isoformat()}",
        reason=_("Handshake %(kind)s was due on %(day)s") % {"kind": kind, "day": format_date(one.due_on)},
        words=_("%(days)s late, waits for %(name)s") % {"days": counted, "name": waits_on or _("nobody")},
    )


TRIGGERS = (
    Trigger(
        MILESTONE_REACHED,
        gettext_lazy("A renewal reached a milestone"),
        reached_milestones,
        MilestoneForm,
        order=40,
    ),
    Trigger(HANDSHAKE_LATE, gettext_lazy("A handshake is late"), late_ones, LateForm, order=50),
)
