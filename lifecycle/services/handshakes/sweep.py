"""Handshake 3 opens itself: 90 days before a term's end, or at the first run after."""

from datetime import date, datetime

from django.utils import translation

from accounts.models import Account, Contract
from core.links import link_scope
from core.tenancy import workspace_scope
from lifecycle.choices import HandshakeKind, HandshakeOrigin
from lifecycle.selectors.handshakes import DueRenewal, due_renewals
from lifecycle.services.handshakes.opening import open_handshake
from workspaces.models import Workspace

AT_ONCE = 50


def open_due_handshakes(workspace: Workspace, *, today: date, now: datetime) -> int:
    """Open what is due and was never opened; returns how many. Call outside a scope: each lot commits by itself, so
    whoever is killed leaves whole handshakes behind, and the next run goes on from there. Two runs at once open each
    once: the key is account and term end."""
    opened = 0
    while True:
        with (
            workspace_scope(workspace.pk),
            link_scope(workspace.slug),
            translation.override(workspace.language),
        ):
            due = due_renewals(today=today, limit=AT_ONCE)
            for one in due:
                _open(one, today, now)
        opened += len(due)
        if len(due) < AT_ONCE:
            return opened


def _open(due: DueRenewal, today: date, now: datetime) -> None:
    open_handshake(
        Account.objects.get(pk=due.account_id),
        HandshakeKind.ADOPT_RENEW,
        origin=HandshakeOrigin.RENEWAL,
        origin_key=due.origin_key,
        by=None,
        now=now,
        today=today,
        contract=Contract.objects.get(pk=due.contract_id),
    )
