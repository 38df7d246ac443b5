"""The list of contacts, of all accounts or of one."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import ContactLevel, Influence, StakeholderRole, Stance
from accounts.lists.cells import EMPTY, account_href, day, link, named, words
from accounts.lists.lookups import account_named, account_names, member_names, members, owned_in, unowned_in
from accounts.lists.origin import batch_names, batches
from accounts.models import Contact
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import ChoiceFilter, DateFilter, Filter, ReferenceFilter, TextFilter
from core.text import format_number

Cell = Callable[[Contact, Any, ListContext], str]


def _href(contact: Contact) -> str:
    return href("accounts:contact", account_id=contact.account_id, contact_id=contact.pk)


def _name(contact: Contact, loaded: Any, context: ListContext) -> str:
    return named(contact.name, _href(contact), contact.title)


def _account(contact: Contact, loaded: Any, context: ListContext) -> str:
    return link(contact.account.name, account_href(contact.account_id))


def _choice(field: str) -> Cell:
    return lambda contact, loaded, context: words(getattr(contact, f"get_{field}_display")())


def _text(field: str) -> Cell:
    return lambda contact, loaded, context: words(getattr(contact, field))


def _left(contact: Contact, loaded: Any, context: ListContext) -> str:
    return day(contact.left_on) if contact.left_on else EMPTY


COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=_("Contact"), cell=_name, sort="name_key", card="lead", value="name"),
    Column(
        key="account", label=_("Account"), cell=_account, sort="account__name_key", select_related=("account",),
        card="line", value="account.name",
    ),
    Column(
        key="role", label=_("Role"), cell=_choice("stakeholder_role"), sort="stakeholder_role", card="line",
        value="get_stakeholder_role_display",
    ),
    Column(key="level", label=_("Level"), cell=_choice("level"), sort="level", priority=2, value="get_level_display"),
    Column(
        key="influence", label=_("Influence"), cell=_choice("influence"), sort="influence", priority=3,
        value="get_influence_display",
    ),
    Column(key="stance", label=_("Stance"), cell=_choice("stance"), sort="stance", card="line", value="get_stance_display"),
    Column(key="email", label=_("E-mail"), cell=_text("email"), sort="email", priority=2, value="email"),
    Column(key="phone", label=_("Phone"), cell=_text("phone"), default=False, value="phone"),
    Column(key="title", label=_("Job title"), cell=_text("title"), sort="title", default=False, value="title"),
    Column(key="language", label=_("Language"), cell=_text("language"), sort="language", default=False, value="language"),
    Column(
        key="left", label=_("Left on"), cell=_left, sort="left_on", sort_kind="date", nullable=True, default=False,
        value="left_on",
    ),
    Column(
        key="external_id", label=_("External id"), cell=_text("external_id"), sort="external_id", nullable=True,
        default=False, value="external_id",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Name"), field="name_key", folded=True),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), choices=members, labels=member_names, match=owned_in(None, "account_id"),
        missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ChoiceFilter(
        key="role", label=_("Role"), field="stakeholder_role", choices=StakeholderRole.choices, can_be_empty=True
    ),
    ChoiceFilter(key="level", label=_("Level"), field="level", choices=ContactLevel.choices, can_be_empty=True),
    ChoiceFilter(
        key="influence", label=_("Influence"), field="influence", choices=Influence.choices, can_be_empty=True
    ),
    ChoiceFilter(key="stance", label=_("Stance"), field="stance", choices=Stance.choices, can_be_empty=True),
    TextFilter(key="email", label=_("E-mail"), field="email", can_be_empty=True),
    TextFilter(key="phone", label=_("Phone"), field="phone", can_be_empty=True),
    TextFilter(key="title", label=_("Job title"), field="title", can_be_empty=True),
    TextFilter(key="language", label=_("Language"), field="language", can_be_empty=True),
    DateFilter(key="left", label=_("Left on"), field="left_on", can_be_empty=True),
    TextFilter(
        key="external_id", label=_("External id"), field="external_id", nullable=True, can_be_empty=True
    ),
    ReferenceFilter(
        key="origin", label=_("Imported from"), field="origin_batch_id", choices=batches, mine=None, labels=batch_names,
        can_be_empty=True,
    ),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s contact", "%(n)s contacts", total) % {"n": format_number(total)}


CONTACT_LIST = ListSpec(
    key="contacts",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="name",
    counted=counted,
    search="name",
    search_hint=_("Find by name"),
)
