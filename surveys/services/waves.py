"""Waves: started once when they are due, with everybody whom they ask fixed in the same transaction."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q

from accounts.choices import ContactLevel, OwnerRole
from accounts.models import Account, AccountOwner, Contact
from accounts.selectors.present import present
from core.tenancy import required_workspace_id, workspace_scope
from surveys.choices import Cadence, State
from surveys.links import hash_of, new_nonce, token_of
from surveys.models import Campaign, Listing, Recipient, Wave
from surveys.rules import wave_due
from surveys.selectors.audience import audience_rows, sorted_out
from surveys.wording import spoken
from workspaces.models import Workspace

AT_ONCE = 1000


def start_due_waves(workspace: Workspace, *, today: date, now: datetime) -> int:
    """Start each wave that is due on a day of the workspace and was not started; returns how many.

    Call outside a scope: each campaign has a transaction of its own. The key is campaign and quarter; whoever sweeps at
    the same moment waits, and finds it started. Who is killed in between has started nothing.
    """
    with workspace_scope(workspace.pk):
        running = Campaign.objects.filter(state=State.RUNNING, is_standing=False)
        ids = list(running.exclude(cadence=Cadence.AFTER_INQUIRY).order_by("pk").values_list("pk", flat=True))
    started = 0
    for campaign_id in ids:
        with workspace_scope(workspace.pk):
            one_at_a_time()
            campaign = Campaign.objects.select_for_update(of=("self",)).select_related("created_by__user")
            found = campaign.filter(pk=campaign_id, state=State.RUNNING).first()
            key = wave_due(found.cadence, found.starts_on, today) if found else None
            if found and key and not Wave.objects.filter(campaign=found, key=key).exists():
                _start(found, workspace, key, today=today, now=now)
                started += 1
    return started


def wave_for_inquiries(campaign: Campaign, workspace: Workspace, *, today: date, now: datetime) -> Wave:
    """The wave of this quarter of a campaign that people come into one by one."""
    key = wave_due(Cadence.AFTER_INQUIRY, today, today) or ""
    wave, _is_new = Wave.objects.get_or_create(
        campaign=campaign,
        key=key,
        defaults={
            "starts_on": today,
            "started_at": now,
            "closes_at": end_of(campaign, workspace, today),
        },
    )
    return wave


def end_of(campaign: Campaign, workspace: Workspace, today: date) -> datetime:
    """When answers to what is asked today end: with the last of the open days, by the workspace's clock."""
    after = today + timedelta(days=campaign.open_days + 1)
    return datetime.combine(after, time(), ZoneInfo(workspace.time_zone))


def recipients_of(
    wave: Wave,
    contacts: Iterable[Contact],
    workspace: Workspace,
    *,
    expires_at: datetime,
    now: datetime,
    source_key: str = "",
    source_subject: str = "",
) -> list[Recipient]:
    """Rows for these contacts with what they are now, not saved yet; one query for all owners."""
    people = list(contacts)
    csms = csm_ids({contact.account_id for contact in people})
    campaign = wave.campaign
    found = []
    for contact in people:
        nonce = new_nonce()
        own = spoken(contact.language, campaign.language) if campaign.follows_contact else campaign.language
        found.append(
            Recipient(
                campaign=campaign, wave=wave, contact=contact, account_id=contact.account_id, source_key=source_key,
                source_subject=source_subject[:200], email=contact.email, language=own,
                segment=contact.account.segment, csm_id=csms.get(contact.account_id),
                is_c_level=contact.level == ContactLevel.C_LEVEL, nonce=nonce,
                token_hash=hash_of(token_of(workspace.pk, nonce)), created_at=now, expires_at=expires_at,
            )
        )  # fmt: skip
    return found


def csm_ids(account_ids: Collection[int]) -> dict[int, int]:
    """The CSM of each account, where it is a person who works here."""
    owners = AccountOwner.objects.filter(
        account_id__in=account_ids, role=OwnerRole.CSM, member__left_at=None, member__isnull=False
    )
    return dict(owners.values_list("account_id", "member_id"))


def one_at_a_time() -> None:
    """Until the transaction ends: nobody else decides whom to ask, so that no two ask one person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('surveys.asking', %s))", [required_workspace_id()]
        )


def _start(campaign: Campaign, workspace: Workspace, key: str, *, today: date, now: datetime) -> Wave:
    closes_at = end_of(campaign, workspace, today)
    wave = Wave.objects.create(
        campaign=campaign, key=key, starts_on=today, started_at=now, closes_at=closes_at
    )
    asked: list[Contact] = []
    left_out: Counter[str] = Counter()
    for contact, reason in sorted_out(audience_rows(campaign, workspace, now=now), now):
        if reason is None:
            asked.append(contact)
        else:
            left_out[reason.value] += 1
    rows = recipients_of(wave, asked, workspace, expires_at=closes_at, now=now)
    Recipient.objects.bulk_create(rows, batch_size=AT_ONCE)
    _list_stakeholders(wave, {contact.account_id for contact in asked}, today)
    Wave.objects.filter(pk=wave.pk).update(left_out=dict(left_out))
    return wave


def _list_stakeholders(wave: Wave, account_ids: Collection[int], today: date) -> None:
    """Write down how many stakeholders each account has on the day: the whole that a share of must answer."""
    counted = (
        Contact.objects.filter(present(today), account_id__in=account_ids).order_by().values("account_id")
    )
    found = counted.annotate(
        listed=Count("pk"), high=Count("pk", filter=Q(level=ContactLevel.C_LEVEL))
    ).values_list("account_id", "listed", "high")
    csms = csm_ids(account_ids)
    segments = dict(Account.objects.filter(pk__in=account_ids).values_list("pk", "segment"))
    Listing.objects.bulk_create(
        [
            Listing(
                wave=wave, account_id=account_id, segment=segments[account_id], csm_id=csms.get(account_id),
                listed=listed, listed_c_level=high,
            )
            for account_id, listed, high in found
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
