"""Campaigns, sweeps and links of the tests of surveys."""

from datetime import timedelta

from accounts.models import Account, Contact
from surveys.choices import Cadence, Kind, State
from surveys.links import answer_path, token_of
from surveys.models import Recipient
from surveys.services import CampaignFields, create_campaign, move_campaign
from surveys.services.inviting import send_invitations, send_reminders
from surveys.services.waves import start_due_waves
from tests.support.world import NOW, TODAY
from workspaces.models import OutboxMessage


def campaign(company, *, running=True, **given):
    """A quarterly NPS that starts today, inside the company's scope."""
    values = {"name": "How are we doing", "starts_on": TODAY, "kind": Kind.NPS, "cadence": Cadence.QUARTERLY}
    made = create_campaign(CampaignFields(**{**values, **given}), by=company.admin, now=NOW)
    return move_campaign(made, State.RUNNING, now=NOW) if running else made


def customers(company):
    """The company's customer is one, and its contacts can be asked."""
    Account.objects.update(status="active")
    return list(Contact.objects.order_by("pk"))


def add_contact(account, name, **given):
    values = {"email": f"{name.split()[0].lower()}@customer.example", **given}
    return Contact.objects.create(account=account, name=name, name_key=name.lower(), **values)


def sweep(company, *, days=0, now=None):
    """What the hourly task does so many days later; outside a scope. Returns waves, invitations, reminders."""
    at = now or NOW + timedelta(days=days)
    today = at.date()
    return (
        start_due_waves(company.workspace, today=today, now=at),
        send_invitations(company.workspace, now=at),
        send_reminders(company.workspace, now=at),
    )


def mails(company, kind="survey"):
    with company.scope():
        return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def recipients(company):
    with company.scope():
        return list(Recipient.objects.select_related("campaign", "contact").order_by("pk"))


def path_of(recipient, score=None):
    return answer_path(token_of(recipient.workspace_id, recipient.nonce), score)
