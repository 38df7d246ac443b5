"""The list of files that staff and customers share."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, account_href, link, tag
from accounts.lists.lookups import account_named, account_names
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import DateFilter, Filter, FlagFilter, ReferenceFilter, TextFilter
from core.text import format_bytes, format_number, relative_time
from portal.models import SharedFile, SharedFileVersion
from portal.selectors.files import newest_versions


def _name(row: SharedFile, loaded: Any, context: ListContext) -> str:
    url = href("desk:shared_file", account_id=row.account_id, shared_id=row.pk)
    return mark_safe(
        f'{link(row.name, url)}<span class="cs-cell-2">{escape(_who(loaded.get(row.pk)))}</span>'
    )


def _who(version: SharedFileVersion | None) -> str:
    if version is None:
        return ""
    if version.contact is not None:
        return say("from %(name)s") % {"name": version.contact.name}
    return str(version.member or "")


def _account(row: SharedFile, loaded: Any, context: ListContext) -> str:
    return link(row.account.name, account_href(row.account_id))


def _seen(row: SharedFile, loaded: Any, context: ListContext) -> str:
    return tag(say("Customer sees this"), "accent") if row.taken_back_at is None else tag(say("Taken back"))


def _number(row: SharedFile, loaded: Any, context: ListContext) -> str:
    return format_number(row.latest_number)


def _size(row: SharedFile, loaded: Any, context: ListContext) -> str:
    version = loaded.get(row.pk)
    return format_bytes(version.account_file.file.size) if version else EMPTY


def _changed(row: SharedFile, loaded: Any, context: ListContext) -> str:
    return relative_time(row.changed_at, context.now)


def _newest_of_page(rows: Sequence[SharedFile], context: ListContext) -> dict[int, SharedFileVersion]:
    return newest_versions(rows)


def _is_shared(context: ListContext) -> Q:
    return Q(taken_back_at=None)


COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=_("File"), cell=_name, order=0, sort="name", card="lead", load=_newest_of_page, value="name"),
    Column(
        key="account", label=_("Account"), cell=_account, order=10, sort="account__name_key",
        select_related=("account",), card="foot", value="account.name",
    ),
    Column(key="seen", label=_("Who sees it"), cell=_seen, order=20, card="side"),
    Column(
        key="versions", label=_("Versions"), cell=_number, order=30, sort="latest_number", sort_kind="number",
        align="end", card="fact", value="latest_number",
    ),
    Column(key="size", label=_("Size"), cell=_size, order=40, load=_newest_of_page, align="end", priority=2, card="none"),
    Column(
        key="changed", label=_("Changed"), cell=_changed, order=50, sort="changed_at", sort_kind="moment", first="-",
        card="fact", value="changed_at",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("File"), field="name"),
    ReferenceFilter(key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names),
    FlagFilter(key="seen", label=_("Customer sees this"), match=_is_shared),
    DateFilter(key="changed", label=_("Changed"), field="changed_at", is_moment=True),
)  # fmt: skip


def _counted(total: int) -> str:
    return ngettext("%(n)s file", "%(n)s files", total) % {"n": format_number(total)}


SHARED_FILE_LIST = ListSpec(
    key="shared_files",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="-changed",
    counted=_counted,
    search="name",
    search_hint=_("Find a file"),
)
