"""What a list shows, as its address says it: filters, sort, columns, size, place.

The state and the query string are the same thing twice, so that a view can be saved, sent and bookmarked.
What the address holds and the list does not know is left out and told, never obeyed and never an error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.lists.columns import Column
from core.lists.context import ListContext
from core.lists.filters import OPERATORS, Condition, Filter, FilterProblem

SIZES = (25, 50, 100)
DEFAULT_SIZE = 50
MAX_NOTICES = 6
MAX_TOKEN = 1200
FILTER, OPERATOR, VALUE = "f.", "op.", "v."
#: Keys that are no part of what a list shows: the open editor, and the switch My book, which a cookie keeps.
PASSED = frozenset({"edit", "book"})


@dataclass(frozen=True, slots=True)
class ListState:
    """`sort` is a column's key, with "-" for high first; `columns` empty means the default ones; `after` and
    `before` are cursors of core.lists.paging; `editing` is the filter whose editor stands open."""

    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()
    size: int = DEFAULT_SIZE
    after: str = ""
    before: str = ""
    editing: str = ""
    notices: tuple[str, ...] = field(default=(), compare=False)
    #: Parameters of the page round the list (see `passed`), which every address of the list keeps.
    carried: tuple[tuple[str, str], ...] = ()
    #: Whether the address was written by a form and has a shorter spelling.
    typed: bool = field(default=False, compare=False)

    def condition(self, key: str) -> Condition | None:
        """The filter in force on a field."""
        return next((condition for condition in self.conditions if condition.key == key), None)

    def without(self, key: str) -> "ListState":
        """The same list without one filter, from its first page."""
        rest = tuple(condition for condition in self.conditions if condition.key != key)
        return replace(self, conditions=rest, after="", before="", editing="")

    def at(self, *, after: str = "", before: str = "") -> "ListState":
        """Another page of the same list."""
        return replace(self, after=after, before=before, editing="")

    def sorted_by(self, sort: str) -> "ListState":
        return replace(self, sort=sort, after="", before="", editing="")

    def edit(self, key: str) -> "ListState":
        """The same page with the editor of one filter open."""
        return replace(self, editing=key)

    def items(self, *, leave_out: Iterable[str] = ()) -> list[tuple[str, str]]:
        """The state as query parameters, for links and for the hidden fields of a form."""
        pairs = [(FILTER + c.key, _written(c)) for c in self.conditions]
        pairs += [("sort", self.sort), ("cols", ",".join(self.columns))]
        pairs += [("size", str(self.size) if self.size != DEFAULT_SIZE else "")]
        pairs += [("after", self.after), ("before", self.before), ("edit", self.editing), *self.carried]
        dropped = set(leave_out)
        return [(key, value) for key, value in pairs if value and key not in dropped]

    def to_query(self) -> str:
        """The query string, with its question mark."""
        return "?" + "&".join(f"{key}={quote(value, safe=',:.-_~')}" for key, value in self.items())


def state_of(
    query: QueryDict,
    *,
    columns: Mapping[str, Column],
    filters: Mapping[str, Filter],
    context: ListContext,
    passed: frozenset[str] = frozenset(),
) -> ListState:
    """Read a query string; `columns` and `filters` are those that the reader may use. Never raises."""
    reader = _Reader(query, columns, filters, context, passed | PASSED)
    return reader.read()


class _Reader:
    def __init__(
        self,
        query: QueryDict,
        columns: Mapping[str, Column],
        filters: Mapping[str, Filter],
        context: ListContext,
        passed: frozenset[str],
    ) -> None:
        self.query, self.columns, self.filters = query, columns, filters
        self.context, self.passed = context, passed
        self.notices: list[str] = []
        self.typed = False

    def read(self) -> ListState:
        known: dict[str, Callable[[], object]] = {
            "sort": self._sort, "cols": self._columns, "size": self._size,
        }  # fmt: skip
        conditions = self._conditions()
        read = {key: reader() for key, reader in known.items()}
        after, before = self._token("after"), self._token("before")
        self._strange()
        editing = self.query.get("edit", "")
        return ListState(
            conditions=conditions,
            sort=str(read["sort"]),
            columns=read["cols"],  # type: ignore[arg-type]
            size=read["size"],  # type: ignore[arg-type]
            after=after,
            before="" if after else before,
            editing=editing if editing in self.filters else "",
            notices=tuple(self.notices[:MAX_NOTICES]),
            carried=tuple(
                (key, str(self.query[key])) for key in sorted(self.passed - PASSED) if key in self.query
            ),
            typed=self.typed,
        )

    def _conditions(self) -> tuple[Condition, ...]:
        found: dict[str, Condition] = {}
        for name in self.query:
            key = name.partition(".")[2]
            chosen = self.filters.get(key)
            if chosen is None:
                continue
            condition = None
            if name.startswith(FILTER):
                condition = self._written(chosen, self.query.get(name, ""))
            elif name.startswith(VALUE) or (name.startswith(OPERATOR) and VALUE + key not in self.query):
                condition = self._typed(chosen)
            if condition is not None:
                found[key] = condition
        return tuple(found.values())

    def _written(self, chosen: Filter, raw: str) -> Condition | None:
        head, mark, tail = raw.partition(":")
        operators = chosen.ops()
        if head in operators and (mark or head in OPERATORS):
            return self._condition(chosen, head, _split(tail), typed=False)
        return self._condition(chosen, "", _split(raw), typed=False)

    def _typed(self, chosen: Filter) -> Condition | None:
        self.typed = True
        values = self.query.getlist(VALUE + chosen.key)
        op = self.query.get(OPERATOR + chosen.key, "")
        if not op and not any(value.strip() for value in values):
            return None  # the search field, emptied
        return self._condition(chosen, op, values, typed=True)

    def _condition(self, chosen: Filter, op: str, values: Sequence[str], *, typed: bool) -> Condition | None:
        try:
            return chosen.condition(op, values, self.context, typed=typed)
        except FilterProblem as problem:
            self.notices.append(str(problem))
            return None

    def _sort(self) -> str:
        given = self.query.get("sort", "")
        column = self.columns.get(given.removeprefix("-"))
        if given and (column is None or not column.sort):
            self.notices.append(_("This list cannot be sorted by “%(key)s”.") % {"key": given[:40]})
            return ""
        return given

    def _columns(self) -> tuple[str, ...]:
        chosen = self.query.getlist("col")
        if chosen:
            self.typed = True
        else:
            chosen = [key for key in self.query.get("cols", "")[:2000].split(",") if key]
        known = tuple(dict.fromkeys(key for key in chosen if key in self.columns))
        strange = [key for key in chosen if key not in self.columns]
        if strange:
            self.notices.append(_("There is no column “%(key)s”.") % {"key": strange[0][:40]})
        return known

    def _size(self) -> int:
        given = self.query.get("size", "")
        if given and given not in {str(size) for size in SIZES}:
            self.notices.append(_("A page holds 25, 50 or 100 rows."))
            return DEFAULT_SIZE
        return int(given) if given else DEFAULT_SIZE

    def _token(self, key: str) -> str:
        given = self.query.get(key, "")
        return given if len(given) <= MAX_TOKEN else "~"

    def _strange(self) -> None:
        known = {"sort", "cols", "col", "size", "after", "before"} | self.passed
        strange = [
            name
            for name in self.query
            if name not in known
            and not (name.startswith((FILTER, OPERATOR, VALUE)) and name.partition(".")[2] in self.filters)
        ]
        if strange:
            self.notices.append(
                _("The address asks for “%(key)s”, which this list does not know. It was left out.")
                % {"key": strange[0][:40].replace("\0", "")}
            )


def _written(condition: Condition) -> str:
    values = ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in condition.values)
    return f"{condition.op}:{values}" if values else condition.op


def _split(raw: str) -> list[str]:
    """Values at commas, where a backslash keeps the next character."""
    values, part, kept = [], [], False
    for character in raw[:20_000]:
        if kept or character not in "\\,":
            part.append(character)
            kept = False
        elif character == "\\":
            kept = True
        else:
            values.append("".join(part))
            part = []
    return [*values, "".join(part) + ("\\" if kept else "")]
