"""Who gets an inquiry: the first rule in order that fits and leads to somebody, else the account's own people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.choices import OwnerRole
from playbooks.rules import NOBODY, Holder, holder_of

#: Whom an inquiry that no rule fits goes to, first to last.
USUAL = (OwnerRole.CSM, OwnerRole.AM, OwnerRole.DM, OwnerRole.RM)


@dataclass(frozen=True, slots=True)
class Asked:
    """What routing looks at."""

    kind: str
    priority: str
    segment: str
    account_id: int


@dataclass(frozen=True, slots=True)
class Route:
    """A rule: each condition is empty, or has to hold. It leads to a member, a team, or the account's owner in a role."""

    number: int
    kind: str = ""
    priority: str = ""
    segment: str = ""
    account_id: int | None = None
    holder: Holder = NOBODY
    role: str = ""

    def fits(self, asked: Asked) -> bool:
        return (
            self.kind in ("", asked.kind)
            and self.priority in ("", asked.priority)
            and self.segment in ("", asked.segment)
            and self.account_id in (None, asked.account_id)
        )

    def leads_to(self, owners: Mapping[str, Holder]) -> Holder:
        return owners.get(self.role, NOBODY) if self.role else self.holder


def routed(routes: Iterable[Route], asked: Asked, owners: Mapping[str, Holder]) -> tuple[Holder, int | None]:
    """Who gets it, and the number of the rule that said so (None: the account's own people, or nobody). `owners`: of the
    account by role; a rule that leads to nobody is passed over."""
    for route in routes:
        if route.fits(asked):
            found = route.leads_to(owners)
            if not found.is_nobody:
                return found, route.number
    return holder_of(owners, USUAL), None
