"""Writes of this app; the narrow doors that other apps use by name."""

from playbooks.services.ctas import (
    assign_cta,
    change_cta,
    close_cta,
    close_cta_of,
    open_cta,
    raise_cta,
    reopen_cta,
    snooze_cta,
)
from playbooks.services.packs import install_packs
from playbooks.services.runs import start_playbook, stop_run
from playbooks.services.sweep import run_rules
from playbooks.services.tasks import (
    add_task,
    complete_task,
    reopen_task,
    tick_customer_task,
    tick_item,
    untick_customer_task,
)

__all__ = [
    "add_task",
    "assign_cta",
    "change_cta",
    "close_cta",
    "close_cta_of",
    "complete_task",
    "install_packs",
    "open_cta",
    "raise_cta",
    "reopen_cta",
    "reopen_task",
    "run_rules",
    "snooze_cta",
    "start_playbook",
    "stop_run",
    "tick_customer_task",
    "tick_item",
    "untick_customer_task",
]
