"""The list of campaigns: what asks now first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, day, link, number, tag
from accounts.lists.lookups import member_names, members
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import ChoiceFilter, DateFilter, Filter, ReferenceFilter, TextFilter
from core.text import format_number
from surveys.choices import Cadence, Kind, State
from surveys.models import Answer, Campaign, Recipient
from surveys.rules import Tally, tally_of
from surveys.shown import value_words

TONES = {State.RUNNING: "good", State.DRAFT: "accent", State.PAUSED: "warn", State.ENDED: ""}


def with_counts(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `n_asked` and `n_answers`; each campaign's own rows are counted, whatever the list joins."""
    asked = Recipient.objects.filter(campaign=OuterRef("pk"), invited_at__isnull=False)
    given = Answer.objects.filter(campaign=OuterRef("pk"))

    def counted(of: QuerySet) -> Any:
        found = of.order_by().values("campaign").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    return rows.annotate(n_asked=counted(asked), n_answers=counted(given))


def by_state(rows: QuerySet, context: ListContext) -> QuerySet:
    """Annotate `place`: running, then drafts, paused, ended."""
    order = (State.RUNNING, State.DRAFT, State.PAUSED, State.ENDED)
    whens = [When(state=state, then=Value(place)) for place, state in enumerate(order)]
    return rows.annotate(place=Case(*whens, output_field=IntegerField()))


def tallies(rows: Sequence[Any], context: ListContext) -> dict[int, Tally]:
    """The results of the campaigns of a page, in one query."""
    counts: dict[int, dict[int, int]] = {row.pk: {} for row in rows}
    found = Answer.objects.filter(campaign_id__in=counts).order_by()
    for campaign_id, score, n in found.values_list("campaign_id", "score").annotate(n=Count("pk")):
        counts[campaign_id][score] = n
    return {row.pk: tally_of(row.kind, counts[row.pk]) for row in rows}


def _name(row: Campaign, loaded: Any, context: ListContext) -> str:
    return link(row.name, href("surveys:campaign", campaign_id=row.pk))


def _state(row: Campaign, loaded: Any, context: ListContext) -> str:
    return tag(str(row.get_state_display()), TONES[State(row.state)])


def _words(field: str) -> Any:
    return lambda row, loaded, context: str(getattr(row, f"get_{field}_display")())


def _result(row: Campaign, loaded: dict[int, Tally], context: ListContext) -> str:
    return value_words(loaded[row.pk]) or EMPTY


def _started(row: Campaign, loaded: Any, context: ListContext) -> str:
    return day(row.starts_on)


COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=_("Survey"), cell=_name, order=0, card="lead", value="name"),
    Column(
        key="state", label=_("State"), cell=_state, order=10, sort="place", sort_kind="number",
        sort_words=(_("running first"), _("ended first")), annotate=by_state,
        card="side", value="get_state_display",
    ),
    Column(key="kind", label=_("Question"), cell=_words("kind"), order=20, sort="kind", card="foot",
           value="get_kind_display"),
    Column(key="cadence", label=_("Cadence"), cell=_words("cadence"), order=30, sort="cadence", priority=2, card="foot",
           value="get_cadence_display"),
    Column(
        key="asked", label=_("Asked"), cell=lambda row, loaded, context: number(row.n_asked), order=40, align="end",
        annotate=with_counts, card="fact", value="n_asked",
    ),
    Column(
        key="answers", label=_("Answers"), cell=lambda row, loaded, context: number(row.n_answers), order=50,
        align="end", annotate=with_counts, card="fact", value="n_answers",
    ),
    Column(key="result", label=_("Result"), cell=_result, order=60, align="end", load=tallies, card="fact",
           value=lambda row, loaded, context: value_words(loaded[row.pk])),
    Column(key="starts", label=_("First day"), cell=_started, order=70, sort="starts_on", sort_kind="date", first="-",
           priority=3, card="none", value="starts_on"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Survey"), field="name"),
    ChoiceFilter(key="state", label=_("State"), field="state", choices=State.choices),
    ChoiceFilter(key="kind", label=_("Question"), field="kind", choices=Kind.choices),
    ChoiceFilter(key="cadence", label=_("Cadence"), field="cadence", choices=Cadence.choices),
    ReferenceFilter(
        key="owner", label=_("Sender"), field="sender_id", choices=members, labels=member_names, can_be_empty=True
    ),
    DateFilter(key="starts", label=_("First day"), field="starts_on"),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s survey", "%(n)s surveys", total) % {"n": format_number(total)}


CAMPAIGN_LIST = ListSpec(
    key="surveys",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="state",
    counted=_counted,
    search="name",
    search_hint=_("Find a survey"),
)
