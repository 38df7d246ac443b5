"""The list of answers, newest first, with what came of each."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import Segment
from accounts.lists.cells import EMPTY, account_href, day, named, tag
from accounts.lists.cells import link as linked
from accounts.lists.lookups import account_named, account_names, member_names, members
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    NumberFilter,
    Option,
    ReferenceFilter,
    TextFilter,
)
from core.text import format_number
from playbooks.models import Cta
from surveys.choices import SCALE, Group, Kind, Tone
from surveys.models import Answer, Campaign
from surveys.selectors.results import with_cta
from surveys.shown import TONES, group_words, wave_words

CUT = 140
TONE_TAGS = {Tone.POSITIVE: "good", Tone.NEGATIVE: "bad"}


def campaigns(context: ListContext) -> Sequence[Option]:
    """The campaigns of the workspace, newest first."""
    found = Campaign.objects.order_by("-pk").values_list("pk", "name")[:200]
    return [Option(str(pk), name) for pk, name in found]


def campaign_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    return dict(Campaign.objects.filter(pk__in=ids).values_list("pk", "name"))


def is_open(context: ListContext) -> Q:
    """Of a detractor whose loop nobody closed."""
    key = Concat(Value("survey-answer:"), Cast(OuterRef("pk"), TextField()))
    closed = Exists(Cta.objects.filter(origin_key=key, closed_at__isnull=False))
    return Q(group=Group.DETRACTOR) & ~Q(closed)


def loops(rows: Any, context: ListContext) -> Any:
    return with_cta(rows)


def _contact(row: Answer, loaded: Any, context: ListContext) -> str:
    return named(row.contact.name, href("surveys:answer", answer_id=row.pk), row.contact.title)


def _account(row: Answer, loaded: Any, context: ListContext) -> str:
    return linked(row.account.name, account_href(row.account_id))


def _score(row: Answer, loaded: Any, context: ListContext) -> str:
    return say("%(score)s of %(most)s") % {"score": row.score, "most": SCALE[row.kind][1]}


def _group(row: Answer, loaded: Any, context: ListContext) -> str:
    return tag(group_words(row.kind, row.group), TONES[Group(row.group)])


def _comment(row: Answer, loaded: Any, context: ListContext) -> str:
    words = " ".join(row.comment.split())
    if not words:
        return EMPTY
    return format_html(
        '<span class="cs-survey-said">{}</span>', words if len(words) <= CUT else f"{words[:CUT]}…"
    )


def _tone(row: Answer, loaded: Any, context: ListContext) -> str:
    if not row.comment:
        return EMPTY
    return tag(str(row.get_tone_display()), TONE_TAGS.get(Tone(row.tone), ""))


def loop_words(row: Any) -> str:
    """What came of a detractor's answer."""
    if row.group != Group.DETRACTOR:
        return ""
    if row.cta_closed_at is not None:
        return say("Closed")
    return say("CTA open") if row.cta_id is not None else say("Open")


def _loop(row: Answer, loaded: Any, context: ListContext) -> str:
    words = loop_words(row)
    if not words:
        return EMPTY
    closed = row.cta_closed_at is not None  # type: ignore[attr-defined]
    return tag(words, "good" if closed else "warn")


def _answered(row: Answer, loaded: Any, context: ListContext) -> str:
    return day(row.answered_on)


def _shown(field: str) -> Any:
    return lambda row, loaded, context: str(getattr(row, field) or "") or EMPTY


def _plain(field: str) -> Any:
    return lambda row, loaded, context: str(getattr(row, field) or "")


COLUMNS: tuple[Column, ...] = (
    Column(key="contact", label=_("Contact"), cell=_contact, order=0, select_related=("contact",), card="lead",
           value="contact.name"),
    Column(key="account", label=_("Account"), cell=_account, order=10, sort="account__name_key",
           select_related=("account",), card="foot", value="account.name"),
    Column(key="score", label=_("Score"), cell=_score, order=20, sort="score", sort_kind="number", align="end",
           card="side", value="score"),
    Column(key="group", label=_("Group"), cell=_group, order=30, card="fact",
           value=lambda row, loaded, context: group_words(row.kind, row.group)),
    Column(key="comment", label=_("Comment"), cell=_comment, order=40, card="line", value="comment"),
    Column(key="tone", label=_("Tone"), cell=_tone, order=50, priority=2, card="none", value="get_tone_display"),
    Column(key="loop", label=_("Loop"), cell=_loop, order=60, annotate=loops, card="fact",
           value=lambda row, loaded, context: loop_words(row)),
    Column(key="answered", label=_("Answered"), cell=_answered, order=70, sort="answered_at", sort_kind="moment",
           first="-", card="foot", value="answered_on"),
    Column(key="csm", label=_("CSM"), cell=_shown("csm"), order=80, select_related=("csm__user",), priority=3,
           default=False, card="none", value=_plain("csm")),
    Column(key="campaign", label=_("Survey"), cell=_shown("campaign"), order=90, select_related=("campaign",),
           priority=3, default=False, card="none", value=_plain("campaign")),
    Column(key="segment", label=_("Segment"), cell=lambda row, loaded, context: segment_words(row.segment) or EMPTY,
           order=100, default=False, card="none", value=lambda row, loaded, context: segment_words(row.segment)),
    Column(key="wave", label=_("Wave"), cell=lambda row, loaded, context: wave_words(row.wave.key), order=110, select_related=("wave",), default=False,
           card="none", value=_plain("wave")),
)  # fmt: skip


def segment_words(segment: str) -> str:
    return str(Segment(segment).label) if segment in Segment.values else ""


FILTERS: tuple[Filter, ...] = (
    TextFilter(key="comment", label=_("Comment"), field="comment", can_be_empty=True),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    ChoiceFilter(key="kind", label=_("Question"), field="kind", choices=Kind.choices),
    NumberFilter(key="score", label=_("Score"), field="score"),
    ChoiceFilter(key="group", label=_("Group"), field="group", choices=Group.choices),
    ChoiceFilter(key="tone", label=_("Tone"), field="tone", choices=Tone.choices),
    FlagFilter(key="loop", label=_("Loop open"), match=is_open),
    FlagFilter(key="c_level", label=_("C-level"), field="is_c_level"),
    ChoiceFilter(key="segment", label=_("Segment"), field="segment", choices=Segment.choices, can_be_empty=True),
    ReferenceFilter(key="owner", label=_("CSM"), field="csm_id", choices=members, labels=member_names, can_be_empty=True),
    ReferenceFilter(key="campaign", label=_("Survey"), field="campaign_id", choices=campaigns, labels=campaign_names,
                    mine=None),
    TextFilter(key="wave", label=_("Wave"), field="wave__key"),
    DateFilter(key="answered", label=_("Answered"), field="answered_on"),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s answer", "%(n)s answers", total) % {"n": format_number(total)}


ANSWER_LIST = ListSpec(
    key="survey_answers",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-answered",
    counted=_counted,
    search="comment",
    search_hint=_("Find in comments"),
)
