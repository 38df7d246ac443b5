"""A list as an app declares it, and one page of it as it was read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.lists.columns import Column, Text, cell_html
from core.lists.context import ListContext
from core.lists.filters import Filter
from core.lists.paging import Order, Slice, encode, take
from core.lists.state import ListState, state_of


@dataclass(frozen=True, kw_only=True)
class ListSpec:
    """`columns` and `filters` are read anew for every page, since upper apps hand theirs in (core.ports).

    `default_sort` is a column's key, with "-" for high first. `search` is the text filter that stands in the
    bar, with `search_hint` in its field. `counted(n)` says "46 accounts" in the reader's language. While the
    list is sorted by the column `grouped_by`, a row whose `heading` differs from the one above begins a group
    under it.
    """

    key: str
    columns: Iterable[Column]
    filters: Iterable[Filter]
    default_sort: str
    counted: Callable[[int], str]
    search: str = ""
    search_hint: Text = ""
    grouped_by: str = ""
    heading: Callable[[Any, ListContext], str] | None = None

    def columns_for(self, context: ListContext) -> dict[str, Column]:
        """The columns that this reader may see, in their order."""
        return {column.key: column for column in self.columns if column.allowed(context)}

    def filters_for(self, context: ListContext) -> dict[str, Filter]:
        """The filters that this reader may use, in their order."""
        return {chosen.key: chosen for chosen in self.filters if chosen.allowed(context)}

    def state(
        self, query: QueryDict, context: ListContext, passed: frozenset[str] = frozenset()
    ) -> ListState:
        """The state that a query string asks for, without what this reader may not use."""
        return state_of(
            query,
            columns=self.columns_for(context),
            filters=self.filters_for(context),
            context=context,
            passed=passed,
        )

    def read(self, queryset: QuerySet, state: ListState, context: ListContext) -> "ListPage":
        """Read one page of `queryset`, which holds what the reader may see: the rows, one aggregate, and one
        query per loader. Queries do not grow with rows."""
        return _Reading(self, queryset, state, context).page()

    def whole(
        self, queryset: QuerySet, state: ListState, context: ListContext
    ) -> tuple[tuple[Column, ...], QuerySet]:
        """The columns that the state shows, and all rows of all pages in its order, for files."""
        reading = _Reading(self, queryset, state, context)
        shown = reading.shown()
        return shown, reading.whole(shown)

    def filtered(self, queryset: QuerySet, state: ListState, context: ListContext) -> QuerySet:
        """The rows that fit the state's filters, unsorted; for counts, exports and bulk deeds."""
        return _Reading(self, queryset, state, context).rows_that_fit()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id and its finished cells, whose first link is where the row leads; `heading` where a group
    begins."""

    id: int
    html: SafeString
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page as read. `first` and `last` are positions among `total`, from 1; both 0 on an empty page."""

    state: ListState
    shown: tuple[Column, ...]
    columns: Mapping[str, Column]
    filters: Mapping[str, Filter]
    rows: tuple[Row, ...]
    objects: tuple[Any, ...]
    total: int
    first: int
    last: int
    sums: Mapping[str, int]
    previous: str
    next: str
    sort: str
    notices: tuple[str, ...]
    context: ListContext


class _Reading:
    def __init__(self, spec: ListSpec, queryset: QuerySet, state: ListState, context: ListContext) -> None:
        self.spec, self.context, self.base = spec, context, queryset
        self.columns = spec.columns_for(context)
        self.filters = spec.filters_for(context)
        self.state = state
        self.annotated: set[Any] = set()
        self.sort = state.sort or self._default_sort()
        self.sorting = self.columns.get(self.sort.removeprefix("-"))
        self.order = Order.of(self.sorting, self.sort.startswith("-"))

    def _default_sort(self) -> str:
        key = self.spec.default_sort
        column = self.columns.get(key.removeprefix("-"))
        return key if column is not None else next((c.key for c in self.columns.values() if c.sort), "")

    def shown(self) -> tuple[Column, ...]:
        """The lead column always, then those chosen in their order, else the default ones."""
        chosen = self.state.columns or tuple(c.key for c in self.columns.values() if c.default)
        lead = [c.key for c in self.columns.values() if c.card == "lead"]
        return tuple(self.columns[key] for key in dict.fromkeys([*lead, *chosen]))

    def rows_that_fit(self) -> QuerySet:
        queryset = self.base
        for condition in self.state.conditions:
            chosen = self.filters.get(condition.key)
            if chosen is not None:
                queryset = self._annotated(queryset, chosen)
                queryset = queryset.filter(chosen.where(condition, self.context))
        return queryset

    def page(self) -> ListPage:
        shown = self.shown()
        fitting, wide = self._queries(shown)
        found = take(wide, self.order, self.state.size, after=self.state.after, before=self.state.before)
        return self._page(shown, fitting, found)

    def whole(self, shown: Iterable[Column]) -> QuerySet:
        """All rows that fit, in order, with what these columns read."""
        return self._queries(shown)[1].order_by(*self.order.by())

    def _queries(self, shown: Iterable[Column]) -> tuple[QuerySet, QuerySet]:
        """The rows that fit, and the same with what the columns read."""
        fitting = self.rows_that_fit()
        if self.sorting is not None:
            fitting = self._annotated(fitting, self.sorting)
        wide = fitting
        for column in shown:
            wide = self._annotated(wide, column)
            if column.select_related:
                wide = wide.select_related(*column.select_related)
        return fitting, wide

    def _annotated(self, queryset: QuerySet, part: Column | Filter) -> QuerySet:
        """Several columns and filters may share one annotation: it is added once."""
        if part.annotate is None or part.annotate in self.annotated:
            return queryset
        self.annotated.add(part.annotate)
        return part.annotate(queryset, self.context)

    def _page(self, shown: tuple[Column, ...], fitting: QuerySet, found: Slice) -> ListPage:
        state = replace(self.state, after="", before="") if found.fresh else self.state
        total, ahead, sums = self._count(shown, fitting, found.rows)
        last = ahead + len(found.rows)
        backwards = bool(state.before)
        has_next = last < total if backwards else found.has_more
        notices = list(state.notices)
        if found.fresh:
            notices.append(_("The page asked for is not there any more. This is the first one."))
        return ListPage(
            state=state,
            shown=shown,
            columns=self.columns,
            filters=self.filters,
            rows=self._rows(shown, found.rows),
            objects=tuple(found.rows),
            total=total,
            first=ahead + 1 if found.rows else 0,
            last=last if found.rows else 0,
            sums=sums,
            previous=self._token(found.rows[0]) if found.rows and ahead else "",
            next=self._token(found.rows[-1]) if found.rows and has_next else "",
            sort=self.sort,
            notices=tuple(notices),
            context=self.context,
        )

    def _count(
        self, shown: tuple[Column, ...], fitting: QuerySet, rows: list[Any]
    ) -> tuple[int, int, dict[str, int]]:
        """How many fit, how many of them stand before this page, and the sums: one aggregate."""
        asked: dict[str, Any] = {"list_total": Count("pk")}
        if rows and (self.state.after or self.state.before):
            before = self.order.beyond(self.order.cursor_of(rows[0]), reverse=True)
            asked["list_ahead"] = Count("pk", filter=before)
        for column in shown:
            if column.sum:
                asked[f"sum_{column.key}"] = Sum(column.sum)
        found = fitting.order_by().aggregate(**asked)
        sums = {key[4:]: int(value or 0) for key, value in found.items() if key.startswith("sum_")}
        return found["list_total"], found.get("list_ahead") or 0, sums

    def _token(self, row: Any) -> str:
        return encode(self.order.cursor_of(row))

    def _rows(self, shown: tuple[Column, ...], rows: list[Any]) -> tuple[Row, ...]:
        loaded: dict[Any, Any] = {}
        for column in shown:
            if column.load is not None and column.load not in loaded and rows:
                loaded[column.load] = column.load(rows, self.context)
        labels = {column.key: escape(column.label) for column in shown}
        headings = self._headings(rows)
        return tuple(
            Row(
                row.pk,
                mark_safe(
                    "".join(
                        cell_html(column, row, loaded.get(column.load), self.context, labels[column.key])
                        for column in shown
                    )
                ),
                heading,
            )
            for row, heading in zip(rows, headings, strict=True)
        )

    def _headings(self, rows: list[Any]) -> list[str]:
        """The heading above each row, empty inside a group."""
        heading = self.spec.heading
        if heading is None or self.sort.removeprefix("-") != self.spec.grouped_by:
            return [""] * len(rows)
        said = [heading(row, self.context) for row in rows]
        return [words if words != before else "" for words, before in zip(said, ["", *said], strict=False)]
