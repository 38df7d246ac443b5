"""The list of tasks: steps of playbooks at work, and free ones."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.cells import EMPTY, day, named, tag
from accounts.lists.lookups import (
    account_named,
    account_names,
    member_names,
    members,
    owned_in,
    team_names,
    teams,
    unowned_in,
)
from core.links import href
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import DateFilter, Filter, FlagFilter, ReferenceFilter, TextFilter
from core.text import format_number
from playbooks.lists.cells import account_cell, due_cell, mark_cell, marks_of_page, owner_cell, owner_value
from playbooks.lists.lookups import playbook_names, playbooks

RELATED = ("account", "owner__user", "team", "run__playbook")


def _title(task: Any, loaded: Any, context: ListContext) -> str:
    below = task.run.playbook.name if task.run_id else say("Task of its own")
    return named(
        task.title, href("playbooks:task", todo_id=task.pk), below, tile=False, on_phone=task.account.name
    )


def _playbook(task: Any, loaded: Any, context: ListContext) -> str:
    return task.run.playbook.name if task.run_id else EMPTY


def _playbook_value(task: Any, loaded: Any, context: ListContext) -> str:
    return task.run.playbook.name if task.run_id else ""


def _checked(task: Any, loaded: Any, context: ListContext) -> str:
    if not task.checklist:
        return EMPTY
    done = sum(bool(item["done"]) for item in task.checklist)
    return say("%(done)s of %(whole)s") % {"done": done, "whole": len(task.checklist)}


def _seen(task: Any, loaded: Any, context: ListContext) -> str:
    return tag(say("Customer sees this"), "accent") if task.visible_to_customer else EMPTY


def _done(task: Any, loaded: Any, context: ListContext) -> str:
    if task.done_at is None:
        return EMPTY
    return say("Skipped") if task.is_skipped else day(timezone.localtime(task.done_at).date())


COLUMNS: tuple[Column, ...] = (
    Column(key="title", label=_("Task"), cell=_title, sort="title", card="lead", select_related=RELATED, value="title"),
    Column(
        key="account", label=_("Account"), cell=account_cell, sort="account__name_key", select_related=("account",),
        card="none", value="account.name",
    ),
    Column(
        key="health", label=_("Health"), cell=mark_cell, load=marks_of_page, align="end", card="foot", in_files=False,
        priority=2,
    ),
    Column(
        key="playbook", label=_("Playbook"), cell=_playbook, sort="run__playbook__name", nullable=True, card="none",
        default=False, select_related=RELATED, value=_playbook_value,
    ),
    Column(
        key="owner", label=_("Owner"), cell=owner_cell, sort="owner__user__name", nullable=True, card="line",
        select_related=RELATED, value=owner_value,
    ),
    Column(key="checked", label=_("Checklist"), cell=_checked, card="none", priority=3, align="end"),
    Column(
        key="customer", label=_("Customer"), cell=_seen, sort="visible_to_customer", sort_kind="flag", card="foot",
        priority=3, value="visible_to_customer",
    ),
    Column(
        key="due", label=_("Due"), cell=due_cell, sort="due_on", sort_kind="date", nullable=True, card="side",
        value="due_on",
    ),
    Column(
        key="done", label=_("Done"), cell=_done, sort="done_at", sort_kind="moment", nullable=True, first="-",
        card="none", default=False, value="done_at",
    ),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="title", label=_("Title"), field="title"),
    ReferenceFilter(
        key="account", label=_("Account"), field="account_id", find=account_named, labels=account_names
    ),
    ReferenceFilter(
        key="owner", label=_("Owner"), field="owner_id", choices=members, labels=member_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="team", label=_("Team"), field="team_id", choices=teams, labels=team_names, can_be_empty=True
    ),
    ReferenceFilter(
        key="owner_account", label=_("Account owner"), choices=members, labels=member_names,
        match=owned_in(None, "account_id"), missing=unowned_in(None, "account_id"), can_be_empty=True,
    ),
    ReferenceFilter(
        key="playbook", label=_("Playbook"), field="run__playbook_id", choices=playbooks, labels=playbook_names,
        can_be_empty=True,
    ),
    DateFilter(key="due", label=_("Due"), field="due_on", can_be_empty=True),
    DateFilter(key="snoozed", label=_("Snoozed until"), field="snoozed_until", can_be_empty=True),
    DateFilter(key="done", label=_("Done"), field="done_at", is_moment=True, can_be_empty=True),
    FlagFilter(key="skipped", label=_("Skipped"), field="is_skipped"),
    FlagFilter(key="customer", label=_("The customer sees it"), field="visible_to_customer"),
)  # fmt: skip


def counted(total: int) -> str:
    return ngettext("%(n)s task", "%(n)s tasks", total) % {"n": format_number(total)}


TASK_LIST = ListSpec(
    key="tasks",
    columns=COLUMNS,
    filters=FILTERS,
    default_sort="due",
    counted=counted,
    search="title",
    search_hint=_("Find by title"),
)
