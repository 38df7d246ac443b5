"""The list of accounts."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.account_columns import COLUMNS
from accounts.lists.account_filters import FILTERS
from accounts.ports import ACCOUNT_COLUMNS, ACCOUNT_FILTERS
from core.lists import Column, ListSpec
from core.lists.filters import Filter
from core.text import format_number


class _Columns:
    """Ours and those that apps above handed in, in their order; read anew, since they come after us."""

    def __iter__(self) -> Iterator[Column]:
        return iter(sorted([*COLUMNS, *ACCOUNT_COLUMNS], key=lambda column: column.order))


class _Filters:
    def __iter__(self) -> Iterator[Filter]:
        return iter(sorted([*FILTERS, *ACCOUNT_FILTERS], key=lambda chosen: chosen.order))


def counted(total: int) -> str:
    return ngettext("%(n)s account", "%(n)s accounts", total) % {"n": format_number(total)}


ACCOUNT_LIST = ListSpec(
    key="accounts",
    columns=_Columns(),
    filters=_Filters(),
    default_sort="name",
    counted=counted,
    search="name",
    search_hint=_("Find by name"),
)
