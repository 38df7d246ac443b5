"""Forms of success plans: the plan itself, and the deeds that it goes through."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, Guarded, choice, text
from accounts.models import Contact
from lifecycle.choices import BarrierState, OutcomeState
from lifecycle.forms.plans_fields import (
    ValueField,
    file_choices,
    long_text,
    number_of,
    written_value,
)
from lifecycle.forms.promises import member_choices
from lifecycle.models import PlanActivity, SuccessPlan
from lifecycle.models.plans import LONG, TITLE
from lifecycle.models.plans_parts import EVIDENCE, TEXT
from lifecycle.services.plans import DoneFields, PlanFields, ReadingFields
from workspaces.models import Member

MOST_PEOPLE = 500
PAPERS = [("a4", "A4"), ("letter", "Letter")]


class PlanForm(Guarded):
    """A plan's own fields; the words about money for those who may see amounts."""

    title = text(_("Title"), TITLE, required=True)
    summary = long_text(
        _("Executive summary"), LONG, rows=5, hint=_("Half a page: the objectives, what is done for them, when, and how it is measured.")
    )  # fmt: skip
    starts_on = DayField(label=_("Starts"))
    ends_on = DayField(label=_("Ends"))
    finances = long_text(
        _("Finances and timescales"),
        LONG,
        hint=_("What each phase costs, if it does, and how long it takes."),
    )
    results = long_text(_("Measured results"), LONG, hint=_("What came of it, against the baseline."))

    def __init__(
        self, *args: Any, with_money: bool, held: Member | None = None, fresh: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = choice(_("Owner"), member_choices(held), empty=_("Nobody yet"))
        if not with_money:
            del self.fields["finances"]
        if fresh:
            del self.fields["results"]

    def plan_fields(self) -> PlanFields:
        values = self.cleaned_data
        return PlanFields(
            title=values["title"],
            summary=values["summary"],
            finances=values.get("finances"),
            results=values.get("results", ""),
            owner_id=number_of(values["owner"]),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
        )


class CopyForm(Guarded):
    """A plan begun from another one."""

    title = text(_("Title"), TITLE, required=True)
    starts_on = DayField(label=_("Starts"), required=True)


class SignForm(Guarded):
    """In whose name a plan is signed off outside the portal."""

    def __init__(self, *args: Any, plan: SuccessPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(account_id=plan.account_id, left_on=None).order_by("name_key", "pk")
        self.people = {str(one.pk): one for one in people[:MOST_PEOPLE]}
        offered = [(key, one.name) for key, one in self.people.items()]
        self.fields["contact"] = choice(_("Signed off by"), offered)

    @property
    def contact(self) -> Contact:
        return self.people[self.cleaned_data["contact"]]


class ClosingForm(Guarded):
    """What came of a plan."""

    results = long_text(_("Measured results"), LONG, rows=6, required=True)


class ReadingForm(Guarded):
    """What a KPI is on a day."""

    measured_on = DayField(label=_("Measured on"), required=True)
    reading = ValueField(label=_("Value"))
    evidence = long_text(_("Evidence"), EVIDENCE, rows=2, hint=_("Where the number comes from."))

    def __init__(self, *args: Any, account_id: int, unit: str, with_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reading"].help_text = unit
        offered = file_choices(account_id, with_money=with_money)
        self.fields["file"] = choice(_("Document"), offered, empty=_("None"))

    def reading_fields(self) -> ReadingFields:
        values = self.cleaned_data
        return ReadingFields(
            measured_on=values["measured_on"], value=values["reading"], evidence=values["evidence"],
            file_id=number_of(values["file"]),
        )  # fmt: skip


class DoneForm(Guarded):
    """How an activity went."""

    done_on = DayField(label=_("Completed on"), required=True)
    invited = forms.IntegerField(label=_("Invited"), required=False, min_value=0, max_value=1_000_000)
    attended = forms.IntegerField(label=_("Attended"), required=False, min_value=0, max_value=1_000_000)
    rating = ValueField(
        label=_("Rating"), required=False, hint=_("From 1 to 5, by those who took part, like 4.5.")
    )
    evidence = long_text(_("Evidence"), EVIDENCE, rows=2)

    def __init__(self, *args: Any, account_id: int, with_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = file_choices(account_id, with_money=with_money)
        self.fields["file"] = choice(_("Document"), offered, empty=_("None"))

    def done_fields(self) -> DoneFields:
        values = self.cleaned_data
        rating = values["rating"]
        return DoneFields(
            done_on=values["done_on"], invited=values["invited"], attended=values["attended"],
            rating=None if rating is None else round(rating / 100), evidence=values["evidence"],
            file_id=number_of(values["file"]),
        )  # fmt: skip

    @staticmethod
    def of(activity: PlanActivity) -> dict[str, Any]:
        """What stands there already."""
        return {
            "invited": activity.invited, "attended": activity.attended, "evidence": activity.evidence,
            "rating": written_value(None if activity.rating is None else activity.rating * 100),
            "file": activity.file_id or "", "version": activity.version,
        }  # fmt: skip


class DecisionForm(Guarded):
    """How an outcome stands, with the executive's words."""

    state = choice(_("State"), OutcomeState.choices)
    statement = long_text(
        _("Executive statement"), TEXT, rows=4, hint=_("In the customer’s words: what the business gains from it.")
    )  # fmt: skip


class BarrierStateForm(Guarded):
    """How a barrier stands."""

    state = choice(_("State"), BarrierState.choices)


class PrintForm(forms.Form):
    """On which paper a plan is printed."""

    paper = choice(_("Paper"), PAPERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def shape(self) -> dict[str, str]:
        """What a document is asked for with."""
        return {"paper": self.cleaned_data["paper"]}
