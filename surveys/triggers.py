"""What rules may watch for here: that somebody answered as a detractor."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import AccountStatus, Segment
from accounts.forms.fields import number
from accounts.models.bin import outside_bin
from playbooks.ports import Match, Trigger
from surveys.choices import SCALE, Group, Kind
from surveys.models import Answer

DETRACTOR = "detractor"
DAYS, WORDS = 30, 160


class DetractorForm(forms.Form):
    """How long ago at most, of which question, of which segments; none chosen means all segments."""

    days = number(gettext_lazy("Days since the answer, at most"), least=1, most=365, required=True)
    csat = forms.BooleanField(label=gettext_lazy("Also CSAT of 1 and 2"), required=False)
    segments = forms.MultipleChoiceField(
        label=gettext_lazy("Segments"),
        choices=Segment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"days": DAYS, "csat": False, "segments": [], **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def detractors(
    parameters: Mapping[str, Any], *, today: date, account_ids: Collection[int] | None = None
) -> list[Match]:
    """The answers of detractors of the last days, the newest first; each is one occurrence."""
    kinds = Q(kind=Kind.NPS) | (Q(kind=Kind.CSAT) if parameters.get("csat") else Q(pk=None))
    since = today - timedelta(days=int(parameters.get("days") or DAYS))
    rows = outside_bin(Answer.objects.filter(kinds, group=Group.DETRACTOR, answered_on__gte=since))
    found = rows.exclude(account__status=AccountStatus.CHURNED)
    if parameters.get("segments"):
        found = found.filter(account__segment__in=parameters["segments"])
    if account_ids is not None:
        found = found.filter(account_id__in=list(account_ids))
    return [_match(one) for one in found.select_related("contact").order_by("-answered_at", "-pk")]


def _match(one: Answer) -> Match:
    words = {"name": one.contact.name, "score": one.score, "most": SCALE[one.kind][1]}
    return Match(
        account_id=one.account_id,
        origin_key=one.origin_key,
        reason=_("%(name)s answered %(score)s of %(most)s") % words,
        words=" ".join(one.comment.split())[:WORDS],
    )


TRIGGER = Trigger(DETRACTOR, gettext_lazy("A detractor answered"), detractors, DetractorForm, order=35)
