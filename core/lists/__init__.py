"""The list engine: columns and filters declared once; table, cards, paging and address made from them.

An app declares a ListSpec and answers `answer_list(request, spec, queryset, context, template)` with a queryset
that holds what the reader may see. All names from here and from core.lists.filters.
"""

from core.lists.columns import Column
from core.lists.context import ListContext
from core.lists.http import answer_list
from core.lists.shown import ShownList
from core.lists.sources import LIST_FORMATS, LIST_SOURCES, ListFormat, ListSource, OpenList
from core.lists.spec import ListPage, ListSpec
from core.lists.state import ListState

__all__ = [
    "LIST_FORMATS",
    "LIST_SOURCES",
    "Column",
    "ListContext",
    "ListFormat",
    "ListPage",
    "ListSource",
    "ListSpec",
    "ListState",
    "OpenList",
    "ShownList",
    "answer_list",
]
