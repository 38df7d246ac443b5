"""Mails of surveys: claimed and written into the outbox in one transaction, some at a time, so that whoever is killed in
between has done nothing, and whoever comes second finds nothing to do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value

from accounts.models import Contact
from accounts.selectors.present import present
from core import clock
from core.links import link_scope
from core.tenancy import workspace_scope
from surveys.choices import State
from surveys.models import Recipient, SurveyRest
from surveys.selectors.asked import address_of, signer_of
from surveys.services.letters import survey_letter
from workspaces.models import Workspace
from workspaces.services import write_mail

KIND = "survey"
AT_ONCE = 100
DAY = timedelta(days=1)


def send_invitations(workspace: Workspace, *, now: datetime) -> int:
    """Write the mail to everybody who is to be asked and was not; returns how many. Call outside a scope."""
    return _in_lots(workspace, lambda: _write(_to_invite(workspace, now), workspace, now, is_reminder=False))


def send_reminders(workspace: Workspace, *, now: datetime) -> int:
    """Remind the silent, once each, when the campaign's days are over and there is still time to answer. Call outside a
    scope."""
    return _in_lots(workspace, lambda: _write(_to_remind(workspace, now), workspace, now, is_reminder=True))


def _in_lots(workspace: Workspace, write: Callable[[], int]) -> int:
    written = 0
    while True:
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            lot = write()
        written += lot
        if lot < AT_ONCE:
            return written


def _open(workspace: Workspace, now: datetime) -> QuerySet[Recipient]:
    """Who may still answer, is still there, at the account that was asked, and did not ask to be left alone."""
    today: date = clock.today_in(workspace.time_zone, now)
    here = Contact.objects.filter(
        present(today), pk=OuterRef("contact_id"), account_id=OuterRef("account_id")
    )
    stopped = SurveyRest.objects.filter(contact_id=OuterRef("contact_id"))
    return Recipient.objects.filter(
        Exists(here), ~Exists(stopped), campaign__state=State.RUNNING, answered_at=None, expires_at__gt=now
    ).exclude(email="")


def _to_invite(workspace: Workspace, now: datetime) -> QuerySet[Recipient]:
    return _open(workspace, now).filter(invited_at=None)


def _to_remind(workspace: Workspace, now: datetime) -> QuerySet[Recipient]:
    days = ExpressionWrapper(F("campaign__reminder_days") * Value(DAY), output_field=DurationField())
    silent = Q(invited_at__lte=Value(now) - days)
    return _open(workspace, now).filter(silent, reminded_at=None, campaign__reminder_days__gt=0)


def _write(due: QuerySet[Recipient], workspace: Workspace, now: datetime, *, is_reminder: bool) -> int:
    claimed = due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    rows = list(claimed.select_related("campaign__sender__user", "contact", "account", "csm__user")[:AT_ONCE])
    column = "reminded_at" if is_reminder else "invited_at"
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(**{column: now})
    for row in rows:
        subject, letter, stop = survey_letter(row, workspace, is_reminder=is_reminder)
        write_mail(
            key=f"survey:{row.pk}:{'reminder' if is_reminder else 'invitation'}",
            kind=KIND,
            to=row.email,
            to_name=row.contact.name,
            subject=subject,
            text=letter.text,
            html=letter.html,
            private=True,  # it holds the link, which is kept nowhere
            stop_url=stop,
            reply_to=address_of(signer_of(row, row.campaign)),
            now=now,
        )
    return len(rows)
