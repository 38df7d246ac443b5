"""Finished cells: what a list repeats per row is plain string work."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.links import href
from core.text import NONE, format_date, format_number, initials

EMPTY = mark_safe(f'<span class="cs-none">{NONE}</span>')
_ID = 987_654_321


def account_href(account_id: int) -> str:
    """The address of an account's page; the pattern is reversed once, since a page holds many."""
    head, tail = _account_pattern(href("accounts:list"))
    return f"{head}{account_id}{tail}"


@lru_cache(maxsize=256)
def _account_pattern(list_url: str) -> tuple[str, str]:
    slug = list_url.split("/")[2]
    head, _id, tail = reverse("accounts:detail", kwargs={"workspace": slug, "account_id": _ID}).partition(
        str(_ID)
    )
    return head, tail


def named(name: str, url: str, below: str = "", *, tile: bool = True, on_phone: str = "") -> SafeString:
    """A name that leads somewhere, with initials and a second line, which may say something else on a phone."""
    avatar = f'<span class="cs-avatar" aria-hidden="true">{escape(initials(name))}</span>' if tile else ""
    second = (
        f'<span class="cs-cell-2{" cs-not-sm" if on_phone else ""}">{escape(below)}</span>' if below else ""
    )
    if on_phone:
        second += f'<span class="cs-cell-2 cs-only-sm">{escape(on_phone)}</span>'
    return mark_safe(
        f'<span class="cs-named">{avatar}<span><a class="cs-table-rowlink" href="{escape(url)}">{escape(name)}</a>'
        f"{second}</span></span>"
    )


def link(name: str, url: str) -> SafeString:
    """A plain link."""
    return mark_safe(f'<a class="cs-table-rowlink" href="{escape(url)}">{escape(name)}</a>')


def words(value: object) -> SafeString | str:
    """The text, or a dash."""
    return str(value) if value else EMPTY


def number(value: int | None) -> SafeString | str:
    return EMPTY if value is None else format_number(value)


def day(value: object) -> SafeString | str:
    return EMPTY if value is None else format_date(value)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _tag(label: str, tone: str, language: str | None) -> SafeString:
    return mark_safe(f'<span class="cs-tag{" cs-tag-" + tone if tone else ""}">{escape(label)}</span>')


def tag(label: str, tone: str = "") -> SafeString:
    """A small filled word."""
    return _tag(label, tone, get_language())
