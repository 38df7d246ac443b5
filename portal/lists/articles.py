"""The list of knowledge articles, for staff."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import Segment
from accounts.lists.cells import EMPTY, named, tag
from accounts.lists.lookups import account_named, account_names, member_names, members
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import ChoiceFilter, DateFilter, Filter, FlagFilter, ReferenceFilter, TextFilter
from core.text import format_number, relative_time
from portal.choices.articles import ArticleLanguage, ArticleStatus, Audience
from portal.models import Article
from portal.selectors.articles import votes_on, waiting_changes
from portal.shown.articles import audience_words, status_tag


def _title(row: Article, loaded: Any, context: ListContext) -> str:
    return named(row.title, href("desk:article", article_id=row.pk), audience_words(row), tile=False)


def _status(row: Article, loaded: Any, context: ListContext) -> str:
    return tag(*status_tag(row))


def _language(row: Article, loaded: Any, context: ListContext) -> str:
    return str(row.get_language_display())


def _place(row: Article, loaded: Any, context: ListContext) -> str:
    return EMPTY if row.place is None else format_number(row.place)


def _votes_of_page(rows: Sequence[Article], context: ListContext) -> dict[int, tuple[int, int]]:
    return votes_on([row.pk for row in rows])


def _votes(row: Article, loaded: Any, context: ListContext) -> str:
    yes, no = loaded.get(row.pk, (0, 0))
    if not yes + no:
        return EMPTY
    return say("%(yes)s of %(all)s") % {"yes": format_number(yes), "all": format_number(yes + no)}


def _author(row: Article, loaded: Any, context: ListContext) -> str:
    return str(row.author or "") or EMPTY


def _changed(row: Article, loaded: Any, context: ListContext) -> str:
    return relative_time(row.changed_at, context.now)


def _has_changes(context: ListContext) -> Q:
    return waiting_changes()


COLUMNS: tuple[Column, ...] = (
    Column(
        key="title", label=_("Article"), cell=_title, order=0, sort="title", card="lead", select_related=("account",),
        value="title",
    ),
    Column(
        key="audience", label=_("Who may read it"), cell=lambda row, loaded, context: audience_words(row), order=5,
        default=False, card="none", select_related=("account",),
    ),
    Column(key="status", label=_("State"), cell=_status, order=10, sort="status", card="side"),
    Column(key="language", label=_("Language"), cell=_language, order=20, sort="language", card="fact"),
    Column(
        key="place", label=_("Read first"), cell=_place, order=30, sort="place", sort_kind="number", nullable=True,
        align="end", priority=3, card="none", value="place",
    ),
    Column(
        key="votes", label=_("Helped"), cell=_votes, order=40, load=_votes_of_page, align="end", card="fact",
    ),
    Column(
        key="author", label=_("Author"), cell=_author, order=50, select_related=("author__user",), priority=2, card="none",
    ),
    Column(
        key="changed", label=_("Changed"), cell=_changed, order=60, sort="changed_at", sort_kind="moment", first="-",
        card="fact", value="changed_at",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="title", label=_("Title"), field="title"),
    TextFilter(key="text", label=_("Text"), field="plain"),
    ChoiceFilter(key="status", label=_("State"), field="status", choices=ArticleStatus.choices),
    FlagFilter(key="waiting", label=_("Changes wait to be published"), match=_has_changes),
    ChoiceFilter(key="audience", label=_("Who may read it"), field="audience", choices=Audience.choices),
    ChoiceFilter(key="segment", label=_("Segment"), field="segment", choices=Segment.choices),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    ChoiceFilter(key="language", label=_("Language"), field="language", choices=ArticleLanguage.choices),
    ReferenceFilter(
        key="author", label=_("Author"), field="author_id", choices=members, labels=member_names, can_be_empty=True
    ),
    DateFilter(key="published", label=_("Published"), field="published_at", is_moment=True, can_be_empty=True),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s article", "%(n)s articles", total) % {"n": format_number(total)}


ARTICLE_LIST = ListSpec(
    key="articles",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-changed",
    counted=_counted,
    search="title",
    search_hint=_("Find an article"),
)
