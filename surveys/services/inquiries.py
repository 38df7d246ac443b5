"""What inquiries hand in: that one closed, so that a survey may ask, and how its contact rated it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core import clock, jobs
from core.tenancy import required_workspace_id
from surveys.choices import Cadence, Kind, State
from surveys.models import Answer, Campaign, Recipient
from surveys.selectors.audience import audience_rows, sorted_out
from surveys.services.answering import record_answer
from surveys.services.waves import end_of, one_at_a_time, recipients_of, wave_for_inquiries
from workspaces.models import Workspace

INVITE = "surveys.invite"


def ask_after_inquiry(contact: Contact, *, source_key: str, subject: str, now: datetime) -> Recipient | None:
    """Ask a contact about an inquiry that closed, where a campaign for that runs and lets the contact through; None where
    nobody is asked. The idempotency key is `source_key`; the mail goes out after commit."""
    with transaction.atomic():
        one_at_a_time()
        asked = Recipient.objects.filter(source_key=source_key, answered_at=None).first()
        if asked is not None or Recipient.objects.filter(source_key=source_key).exists():
            return asked
        workspace = _workspace()
        today = clock.today_in(workspace.time_zone, now)
        running = Campaign.objects.filter(
            cadence=Cadence.AFTER_INQUIRY, state=State.RUNNING, is_standing=False, starts_on__lte=today
        )
        for campaign in running.select_related("created_by__user").order_by("pk"):
            rows = audience_rows(campaign, workspace, now=now).filter(pk=contact.pk)
            if any(reason is None for _contact, reason in sorted_out(rows, now)):
                made = _recipient(campaign, contact, workspace, source_key, subject, now=now)
                jobs.enqueue(INVITE, workspace.pk)
                return made
    return None


def rate_inquiry(
    contact: Contact, *, source_key: str, score: int, comment: str = "", subject: str = "", now: datetime
) -> Answer:
    """Take a contact's rating of an inquiry, 1 to 5: as the answer to what was asked about it, else under the workspace's
    standing campaign. The idempotency key is `source_key`, the external id of the inquiry's ticket, whose own satisfaction
    then counts no second time; a later rating replaces it within 7 days. Nobody is told: inquiries do that.

    Raises AnswerStands after that, DomainError (fields `score`, `comment`)."""
    with transaction.atomic():
        one_at_a_time()
        row = _to_answer(contact, source_key, now)
        if row is None:
            row = _recipient(_standing(now), contact, _workspace(), source_key, subject, now=now)
        return record_answer(row, score=score, comment=comment, tells=False, now=now).answer


def _to_answer(contact: Contact, source_key: str, now: datetime) -> Recipient | None:
    """What was answered about the inquiry before, by whomever of the account, else what this contact was asked."""
    rows = Recipient.objects.select_related("campaign").filter(
        source_key=source_key, account_id=contact.account_id
    )
    answered = rows.exclude(answered_at=None).order_by("pk").first()
    return answered or rows.filter(contact=contact, expires_at__gt=now).order_by("pk").first()


def _recipient(
    campaign: Campaign,
    contact: Contact,
    workspace: Workspace,
    source_key: str,
    subject: str,
    *,
    now: datetime,
) -> Recipient:
    today = clock.today_in(workspace.time_zone, now)
    wave = wave_for_inquiries(campaign, workspace, today=today, now=now)
    [row] = recipients_of(
        wave, [contact], workspace, expires_at=end_of(campaign, workspace, today), now=now,
        source_key=source_key, source_subject=subject,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _standing(now: datetime) -> Campaign:
    """The campaign of ratings that nobody was asked for; the first rating makes it."""
    workspace = _workspace()
    found, _is_new = Campaign.objects.get_or_create(
        is_standing=True,
        defaults={
            "name": _("Ratings of inquiries"),
            "kind": Kind.CSAT,
            "cadence": Cadence.AFTER_INQUIRY,
            "state": State.RUNNING,
            "starts_on": clock.today_in(workspace.time_zone, now),
            "reminder_days": 0,
            "created_at": now,
            "started_at": now,
        },
    )
    return found


def _workspace() -> Workspace:
    return Workspace.objects.get(pk=required_workspace_id())
