"""The files that staff and a customer share."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.choices import OwnerRole
from accounts.models import AccountFile, AccountOwner
from core.text import name_key
from portal.models import SharedFile, SharedFileVersion
from workspaces.models import Member
from workspaces.selectors.keyset import Slice, newest_first
from workspaces.selectors.teams import told_for_teams

SIZE = 30
MOST_WORDS = 8
VERSIONS = 50


def shared_with(account_id: int) -> QuerySet[SharedFile]:
    """What the contacts of an account see: shared, and its version in force outside the bin."""
    return SharedFile.objects.filter(
        account_id=account_id,
        taken_back_at=None,
        versions__number=F("latest_number"),
        versions__account_file__deleted_at=None,
        versions__account_file__entry__deleted_at=None,
    )


def shared_files(account_id: int, limit: int = SIZE) -> list[SharedFile]:
    """The files of the account that its contacts see, newest first."""
    return list(shared_with(account_id).order_by("-changed_at", "-pk")[:limit])


def page_of_files(account_id: int, text: str = "", after: str = "", size: int = SIZE) -> Slice[SharedFile]:
    """One page of them, of those whose name holds every word of `text`, newest first."""
    return newest_first(named_like(shared_with(account_id), text), "changed_at", after=after, size=size)


def named_like(rows: QuerySet[SharedFile], text: str) -> QuerySet[SharedFile]:
    """Those whose name holds every word, eight of them at most; the files of one account are few enough to look at."""
    for word in name_key(text[:200].replace("\0", " ")).split()[:MOST_WORDS]:
        rows = rows.filter(name__icontains=word)
    return rows


def versions_of(shared: SharedFile) -> list[SharedFileVersion]:
    """Its versions whose file is outside the bin, newest first, fifty at most, with who brought them."""
    rows = SharedFileVersion.objects.filter(shared_file=shared, account_file__deleted_at=None)
    rows = rows.select_related("account_file__file", "member__user", "contact")
    return list(rows.order_by("-number")[:VERSIONS])


def newest_versions(files: Sequence[SharedFile]) -> dict[int, SharedFileVersion]:
    """Of each file the version in force; one query."""
    rows = SharedFileVersion.objects.filter(
        shared_file__in=[one.pk for one in files], number=F("shared_file__latest_number")
    ).select_related("account_file__file", "member__user", "contact")
    return {one.shared_file_id: one for one in rows}


def shared_by_file(file_ids: Sequence[int]) -> dict[int, SharedFile]:
    """Of each file of an account the shared file that it is a version of; one query."""
    rows = (
        SharedFileVersion.objects.filter(account_file_id__in=file_ids)
        .select_related("shared_file")
        .order_by("pk")
    )
    return {one.account_file_id: one.shared_file for one in rows}


def files_sent_since(account_id: int, since: datetime) -> int:
    """How many files and versions the account's contacts sent since then, those in the bin too."""
    return AccountFile.objects.filter(
        account_id=account_id, contact__isnull=False, added_at__gte=since
    ).count()


def who_is_told(account_id: int) -> list[Member]:
    """Whom a customer's deed concerns: the account's CSM, else its Account Manager, else whoever owns it in some role;
    for a team its lead, else everybody in it."""
    owners = AccountOwner.objects.filter(
        Q(member__left_at=None, member__user__is_active=True) | Q(team__isnull=False), account_id=account_id
    ).select_related("member__user")
    by_role = {one.role: one for one in owners.order_by("-role")}
    wanted = [OwnerRole.CSM, OwnerRole.AM, *by_role]
    chosen = next((by_role[role] for role in wanted if role in by_role), None)
    if chosen is None:
        return []
    if chosen.team_id is not None:
        return list(told_for_teams([chosen.team_id]).get(chosen.team_id, ()))
    return [chosen.member] if chosen.member else []
