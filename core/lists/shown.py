"""A list page as its template draws it: headers, chips, the open editor, menus, the pager."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.links import href
from core.lists.columns import Column
from core.lists.filters import BARE, OPERATORS, Condition, Filter, Option
from core.lists.sources import LIST_FORMATS, LIST_SOURCES
from core.lists.spec import ListPage, ListSpec
from core.lists.state import SIZES, VALUE
from core.text import format_money, format_number

DAYS = ("within", "past")


@dataclass(frozen=True, slots=True)
class Header:
    """`way` is "up" or "down" on the column in force; `url` empty where the column cannot be sorted."""

    label: str
    css: str
    url: str
    way: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in the words of components/chips.html."""

    field: str
    verb: str
    value: str
    edit_url: str
    remove_url: str
    editing: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class FileForm:
    """What asks for the list as a file: where, and as what."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Tick:
    """An entry of the columns menu; `fixed` cannot be taken away."""

    key: str
    label: str
    on: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Editor:
    """The form of one filter; `hidden` carries the rest of the state, `values` what is in force."""

    key: str
    label: str
    control: str
    operators: tuple[Option, ...]
    op: str
    options: tuple[Option, ...]
    values: tuple[str, ...]
    unit: str
    hidden: tuple[tuple[str, str], ...]
    close_url: str
    bare: tuple[str, ...] = BARE

    @property
    def first(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def first_date(self) -> str:
        """The value where it is a date, not a number of days."""
        return "" if self.op in DAYS else self.first

    @property
    def days(self) -> str:
        return self.first if self.op in DAYS else ""

    @property
    def second(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""


class ShownList:
    """What `lists/_list.html` needs, each part made when it is drawn."""

    def __init__(self, spec: ListSpec, page: ListPage, path: str) -> None:
        self.spec, self.page, self.path = spec, page, path
        self.state, self.context = page.state, page.context

    @property
    def id(self) -> str:
        return f"list-{self.spec.key}"

    @property
    def rows(self) -> Any:
        return self.page.rows

    @property
    def notices(self) -> tuple[str, ...]:
        return self.page.notices

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.page.shown]

    def _header(self, column: Column) -> Header:
        key, sort = column.key, self.page.sort
        if not column.sort:
            return Header(str(column.label), column.css, "", "")
        up, down = sort == key, sort == f"-{key}"
        target = f"-{key}" if up or (column.first == "-" and not down) else key
        way = "up" if up else "down" if down else ""
        return Header(str(column.label), column.css, self.state.sorted_by(target).to_query(), way)

    @cached_property
    def chips(self) -> list[Chip]:
        found = []
        for condition in self.state.conditions:
            chosen = self.page.filters[condition.key]
            if condition.key == self.spec.search and self._in_search(condition):
                continue
            found.append(self._chip(chosen, condition))
        return found

    def _in_search(self, condition: Condition) -> bool:
        return condition.op == "contains" and self.state.editing != condition.key

    def _chip(self, chosen: Filter, condition: Condition) -> Chip:
        key = condition.key
        return Chip(
            field=str(chosen.label),
            verb=str(OPERATORS[condition.op]),
            value="" if condition.op in BARE else chosen.words(condition, self.context),
            edit_url=self.state.edit(key).to_query(),
            remove_url=self.state.without(key).to_query(),
            editing=self.state.editing == key,
        )

    @property
    def search_value(self) -> str:
        condition = self.state.condition(self.spec.search) if self.spec.search else None
        return condition.values[0] if condition and condition.op == "contains" else ""

    @property
    def search_name(self) -> str:
        return VALUE + self.spec.search if self.spec.search in self.page.filters else ""

    @property
    def search_hidden(self) -> list[tuple[str, str]]:
        return self.state.items(leave_out={f"f.{self.spec.search}", "after", "before", "edit"})

    @cached_property
    def filter_menu(self) -> list[Link]:
        return [
            Link(
                str(chosen.label),
                self.state.edit(chosen.key).to_query(),
                bool(self.state.condition(chosen.key)),
            )
            for chosen in self.page.filters.values()
        ]

    @cached_property
    def editor(self) -> Editor | None:
        chosen = self.page.filters.get(self.state.editing)
        if chosen is None:
            return None
        condition = self.state.condition(chosen.key)
        values = condition.values if condition else ()
        options = tuple(chosen.options(self.context))
        offered = {option.value for option in options}
        if chosen.control in ("choices", "listed"):
            options += tuple(Option(value, value) for value in values if value not in offered)
        else:
            values = tuple(chosen.written(value, self.context) for value in values)
        return Editor(
            key=chosen.key,
            label=str(chosen.label),
            control=chosen.control,
            operators=tuple(Option(op, str(OPERATORS[op])) for op in chosen.ops()),
            op=condition.op if condition else chosen.ops()[0],
            options=options,
            values=values,
            unit=chosen.unit(self.context),
            hidden=tuple(self.state.items(leave_out={f"f.{chosen.key}", "after", "before", "edit"})),
            close_url=self.state.edit("").to_query(),
        )

    @cached_property
    def ticks(self) -> list[Tick]:
        shown = {column.key for column in self.page.shown}
        return [
            Tick(column.key, str(column.label), column.key in shown, column.card == "lead")
            for column in self.page.columns.values()
        ]

    @property
    def columns_hidden(self) -> list[tuple[str, str]]:
        return self.state.items(leave_out={"cols", "edit"})

    @cached_property
    def sort_menu(self) -> list[Link]:
        links = []
        for column in self.page.columns.values():
            if column.sort:
                for sort in sorted(
                    (column.key, f"-{column.key}"), key=lambda s: s.startswith("-") != (column.first == "-")
                ):
                    words = _words_of(column, down=sort.startswith("-"))
                    links.append(
                        Link(
                            f"{column.label}, {words}",
                            self.state.sorted_by(sort).to_query(),
                            sort == self.page.sort,
                        )
                    )
        return links

    @cached_property
    def files(self) -> list[FileForm]:
        """The kinds of files that this reader may have of this list; none of an empty one."""
        if not self.context.may_export or not self.page.total or self.spec.key not in LIST_SOURCES:
            return []
        return [FileForm(form.key, str(form.label), href(form.url_name)) for form in LIST_FORMATS]

    @property
    def files_say(self) -> str:
        """ "46 accounts, with these columns, filters and order"."""
        return _("%(counted)s, with these columns, filters and order") % {
            "counted": self.spec.counted(self.page.total)
        }

    @property
    def query(self) -> str:
        """What the list shows, without the place in it."""
        return self.state.at().to_query()

    @property
    def sort_words(self) -> str:
        return next((link.label for link in self.sort_menu if link.current), "")

    @property
    def sizes(self) -> list[Link]:
        return [
            Link(str(size), replace(self.state.at(), size=size).to_query(), size == self.state.size)
            for size in SIZES
        ]

    @property
    def range(self) -> str:
        """ "1–50 of 500 accounts"."""
        if not self.page.total:
            return self.spec.counted(0)
        return pgettext("a page of a list", "%(first)s–%(last)s of %(total)s") % {
            "first": format_number(self.page.first),
            "last": format_number(self.page.last),
            "total": self.spec.counted(self.page.total),
        }

    @property
    def sums(self) -> list[tuple[str, str]]:
        return [
            (
                _("Sum of %(column)s") % {"column": column.label},
                format_money(self.page.sums[column.key], self.context.currency),
            )
            for column in self.page.shown
            if column.sum and self.page.total
        ]

    @property
    def previous_url(self) -> str:
        return self.state.at(before=self.page.previous).to_query() if self.page.previous else ""

    @property
    def next_url(self) -> str:
        return self.state.at(after=self.page.next).to_query() if self.page.next else ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.conditions)

    @property
    def clear_url(self) -> str:
        return replace(self.state.at(), conditions=()).to_query()


def _words_of(column: Column, *, down: bool) -> str:
    if column.sort_words is not None:
        return str(column.sort_words[down])
    return _direction(column.sort_kind, down=down)


def _direction(kind: str, *, down: bool) -> str:
    words: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
        "text": (lambda: _("A to Z"), lambda: _("Z to A")),
        "date": (lambda: _("earliest first"), lambda: _("latest first")),
        "moment": (lambda: _("earliest first"), lambda: _("latest first")),
        "flag": (lambda: _("no first"), lambda: _("yes first")),
    }
    up_words, down_words = words.get(kind, (lambda: _("low first"), lambda: _("high first")))
    return down_words() if down else up_words()
