"""What filters on accounts choose from, and what columns read for a whole page in one query."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.access import visible_accounts
from accounts.models import AccountOwner
from core.lists import ListContext
from core.lists.filters import Option
from core.text import name_key
from workspaces.models import Member, Team, TeamMember
from workspaces.selectors.teams import open_teams

MAX_OPTIONS = 200
MY_TEAMS = gettext_lazy("my teams")


def members(context: ListContext) -> Sequence[Option]:
    """The reader first, then everybody of the workspace by name."""
    people = (
        Member.objects.filter(left_at=None).select_related("user").order_by("user__name", "pk")[:MAX_OPTIONS]
    )
    rest = [Option(str(person.pk), str(person.user)) for person in people if person.pk != context.me]
    return [Option("me", pgettext("filter", "me")), *rest]


def member_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    """Names of members by id, those who left too."""
    found = Member.objects.filter(pk__in=ids).select_related("user")
    return {person.pk: str(person.user) for person in found}


def teams(context: ListContext) -> Sequence[Option]:
    """The reader's own together first, then the teams that work by name."""
    listed = [Option(str(team.pk), team.name) for team in open_teams()[:MAX_OPTIONS]]
    return [Option("me", MY_TEAMS), *listed] if listed else []


def my_teams(context: ListContext) -> Sequence[int]:
    """Ids of the teams that work and that the reader is in."""
    found = TeamMember.objects.filter(member_id=context.me, team__closed_at=None)
    return list(found.values_list("team_id", flat=True))


def team_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    """Names of teams by id, closed ones too."""
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name"))


def owned_by_team(path: str = "pk") -> Callable[[Sequence[int]], Q]:
    """Accounts that one of these teams owns in any role."""
    return lambda ids: Q(Exists(_owners(None, path).filter(team_id__in=ids)))


def unteamed(path: str = "pk") -> Callable[[], Q]:
    """Accounts that no team owns."""
    return lambda: ~Q(Exists(_owners(None, path).filter(team_id__isnull=False)))


def values_in_use(field: str) -> Callable[[ListContext], Sequence[Option]]:
    """The values that accounts have in a text field, by alphabet."""

    def read(context: ListContext) -> Sequence[Option]:
        seen = visible_accounts(context.reader)
        found = seen.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
        return [Option(value, value) for value in found[:MAX_OPTIONS]]

    return read


def account_named(text: str, context: ListContext) -> int | None:
    """The visible account of that external id or whole name; of two of one name, the older."""
    found = visible_accounts(context.reader).filter(Q(external_id=text) | Q(name_key=name_key(text)))
    return found.order_by("pk").values_list("pk", flat=True).first()


def account_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    """Names of visible accounts by id."""
    return dict(visible_accounts(context.reader).filter(pk__in=ids).values_list("pk", "name"))


def parents_of_page(rows: Sequence[Any], context: ListContext) -> dict[int, str]:
    """Names of the parents by id, as far as the reader may see them."""
    return account_names([row.parent_id for row in rows if row.parent_id], context)


def owned_in(role: str | None, path: str = "pk") -> Callable[[Sequence[int]], Q]:
    """Accounts that one of these members owns in a role, or in any."""

    def match(ids: Sequence[int]) -> Q:
        return Q(Exists(_owners(role, path).filter(member_id__in=ids)))

    return match


def unowned_in(role: str | None, path: str = "pk") -> Callable[[], Q]:
    """Accounts that nobody owns in a role, or in any."""
    return lambda: ~Q(Exists(_owners(role, path)))


def _owners(role: str | None, path: str) -> Any:
    found = AccountOwner.objects.filter(account_id=OuterRef(path))
    return found.filter(role=role) if role else found


def owners_of_page(rows: Sequence[Any], context: ListContext) -> dict[int, dict[str, str]]:
    """Names of the owners by account and role, for the rows of one page."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    owners = AccountOwner.objects.filter(account_id__in=[row.pk for row in rows])
    for account_id, role, team, name, email in owners.values_list(
        "account_id", "role", "team__name", "member__user__name", "member__user__email"
    ):
        found[account_id][role] = _("%(team)s (team)") % {"team": team} if team else name or email
    return dict(found)
