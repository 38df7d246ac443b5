"""Lists that can be had outside their page, and the ways of taking one away as a file.

The app of a list says how its rows are found for a member (LIST_SOURCES); the app that makes the files says
which kinds there are and where to ask for one (LIST_FORMATS). A list's bar offers what both know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from core.lists.columns import Text
from core.lists.context import ListContext
from core.lists.spec import ListSpec
from core.ports import Registry


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list as one member may read it: its rows are what the page shows before filters; `passed` as in
    core.lists.answer_list."""

    spec: ListSpec
    rows: QuerySet
    context: ListContext
    passed: frozenset[str] = frozenset()


#: Workspace, member (whose `book` says My book or All), the page's query, and now.
Opener = Callable[[Any, Any, QueryDict, datetime], OpenList]


@dataclass(frozen=True, kw_only=True)
class ListSource:
    """`key` is that of the list's ListSpec; `label` names the list and its files."""

    key: str
    label: Text
    open: Opener
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class ListFormat:
    """A kind of file; `url_name` takes a POST with `list`, `query` and `format`."""

    key: str
    label: Text
    url_name: str
    order: int = 100


LIST_SOURCES: Registry[ListSource] = Registry("lists as files")
LIST_FORMATS: Registry[ListFormat] = Registry("kinds of files of lists")
