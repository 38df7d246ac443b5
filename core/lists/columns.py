"""A list's columns: declared once, shown as a table or as cards, sorted by keyset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import escape

from core.lists.context import ListContext

Text = str | Promise
SortKind = Literal["text", "number", "date", "moment", "flag"]
Annotate = Callable[[QuerySet, ListContext], QuerySet]
#: Reads what a column needs for all rows of one page, in one query.
Load = Callable[[Sequence[Any], ListContext], Any]

#: Where the plain value of a column comes from: the path of an attribute, or a function.
Value = str | Callable[[Any, Any, ListContext], Any]

_CARD = {
    "lead": "cs-c-lead",
    "side": "cs-c-side",
    "foot": "cs-c-foot",
    "fact": "cs-c-fact",
    "line": "",
    "none": "cs-c-none",
}
_PRIORITY = {1: "", 2: "cs-p2", 3: "cs-p3"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list.

    `cell(row, loaded, context)` answers the finished words or safe HTML; `loaded` is what `load` read for the
    page (columns that name the same function share one call). `sort` is the ORM path or annotation that the
    column sorts by, of `sort_kind`; `nullable` sorts it last both ways; `first` "-" starts high;
    `sort_words` say what comes first, upwards and downwards, where the kind's own words would not. `sum` names
    the amount in minor units that the footer adds up. `priority` 2 leaves below 900 px, 3 below 1200;
    `card` is the cell's place on a phone: beside the name (side), below it without its label (foot) or with it (fact),
    or a line of label and value. `select_related` names relations that `cell` walks.

    In files (core.lists.plain) stands `value`: the row's attribute of this path ("account.name"), or what a
    function of the same arguments as `cell` answers; without one the cell's own words. `money` says that it is
    minor units, of the list's currency or of the row's own `currency`. `file_label` is the column's name there,
    where the value is another than the cell's; what only draws is not `in_files`.
    """

    key: str
    label: Text
    cell: Callable[[Any, Any, ListContext], str]
    order: int = 100
    sort: str = ""
    sort_kind: SortKind = "text"
    nullable: bool = False
    sort_words: tuple[Text, Text] | None = None
    first: Literal["", "-"] = ""
    align: Literal["start", "end"] = "start"
    priority: Literal[1, 2, 3] = 1
    card: Literal["lead", "side", "foot", "fact", "line", "none"] = "line"
    default: bool = True
    value: Value = ""
    money: Literal["", "home", "row"] = ""
    file_label: Text = ""
    in_files: bool = True
    needs_money: bool = False
    sum: str = ""
    select_related: tuple[str, ...] = ()
    annotate: Annotate | None = None
    load: Load | None = None

    @property
    def css(self) -> str:
        """Classes of the column's cells."""
        parts = ["cs-r" if self.align == "end" else "", _PRIORITY[self.priority], _CARD[self.card]]
        return " ".join(part for part in parts if part)

    def allowed(self, context: ListContext) -> bool:
        """Whether the reader may see this column at all."""
        return context.sees_money or not self.needs_money


def cell_html(column: Column, row: Any, loaded: Any, context: ListContext, label: str) -> str:
    """The finished table cell; plain string work, since a page holds hundreds of them."""
    words = column.cell(row, loaded, context)
    body = words if hasattr(words, "__html__") else escape(words)
    if column.card == "lead":
        return f'<th scope="row" class="{column.css}">{body}</th>'
    return f'<td class="{column.css}" data-label="{label}">{body}</td>'
