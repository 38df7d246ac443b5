"""Numbered pages of short lists that customers leaf through."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """The rows of one page; `previous` and `next` are numbers of pages, 0 where there is none."""

    rows: tuple[Any, ...]
    number: int
    previous: int
    next: int


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int) -> NumberedPage:
    """The page that the address asks for by `page`; anything that is no number in reach is the first."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = min(max(number, 1), MOST_PAGES)
    found = list(rows[(number - 1) * size : number * size + 1])
    more = len(found) > size
    return NumberedPage(tuple(found[:size]), number, number - 1, number + 1 if more else 0)
