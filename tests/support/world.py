"""The two companies of every test: Acme with its people and a customer, Other with an outsider."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from accounts.choices import ContactLevel, LineKind, OwnerRole, Segment, StakeholderRole
from accounts.models import Account, AccountOwner, Contact, Contract, ContractLine
from core.links import link_scope
from core.tenancy import workspace_scope
from workspaces.choices import Role
from workspaces.models import Member, User, Workspace
from workspaces.services import create_workspace
from workspaces.services.persons import make_person

PASSWORD = "a long winter in Oulu 7"
NOW = datetime(2026, 9, 17, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 17)


@dataclass
class Company:
    """A workspace with its people by role; `account` is in the book of its CSM, AM, DM and RM."""

    workspace: Workspace
    members: dict[str, Member] = field(default_factory=dict)
    account: Account = None  # type: ignore[assignment]
    contacts: list[Contact] = field(default_factory=list)
    contract: Contract = None  # type: ignore[assignment]

    @contextmanager
    def scope(self) -> Iterator[None]:
        """The company's workspace in force, for rows and for links."""
        with workspace_scope(self.workspace.id), link_scope(self.workspace.slug):
            yield

    @property
    def url(self) -> str:
        return f"/w/{self.workspace.slug}"

    @property
    def admin(self) -> Member:
        return self.members[Role.ADMIN]

    @property
    def lead(self) -> Member:
        return self.members[Role.CSM_LEAD]

    @property
    def csm(self) -> Member:
        return self.members[Role.CSM]

    @property
    def am(self) -> Member:
        return self.members[Role.AM]

    @property
    def dm(self) -> Member:
        return self.members[Role.DM]

    @property
    def rm(self) -> Member:
        return self.members[Role.RM]

    @property
    def executive(self) -> Member:
        return self.members[Role.EXECUTIVE]

    @property
    def observer(self) -> Member:
        return self.members[Role.OBSERVER]


@dataclass
class World:
    acme: Company
    other: Company

    @property
    def outsider(self) -> Member:
        """The admin of Other, who may see nothing of Acme."""
        return self.other.admin

    def client(self, member: Member | User | None = None) -> Any:
        """A browser, signed in as this person; anonymous without one."""
        from django.test import Client

        browser = Client()
        if member is not None:
            browser.force_login(member.user if isinstance(member, Member) else member)
        return browser


def make_world() -> World:
    acme = make_company("acme", "Acme", roles=list(Role))
    other = make_company("other", "Other", roles=[Role.ADMIN, Role.CSM])
    return World(acme, other)


def make_company(slug: str, name: str, *, roles: list[Role]) -> Company:
    made = create_workspace(
        slug=slug, name=name, owner_email=f"admin@{slug}.example", password=PASSWORD, now=NOW
    )
    company = Company(made.workspace, {Role.ADMIN: made.owner})
    with company.scope():
        for role in roles:
            if role != Role.ADMIN:
                company.members[role] = add_member(company, role, f"{role}@{slug}.example")
        _add_customer(company)
    return company


def add_member(company: Company, role: Role, email: str, name: str = "") -> Member:
    """One more person with this role; call inside the company's scope."""
    local = email.partition("@")[0]
    user = make_person(
        email=email, name=name or f"{local.title()} of {company.workspace.name}", password=PASSWORD
    )
    return Member.objects.create(user=user, role=role, joined_at=NOW)


def add_account(name: str, *, owner: Member | None = None, **values: Any) -> Account:
    """An account without contracts, in the workspace in force; `owner` is its CSM."""
    account = Account.objects.create(name=name, name_key=name.lower(), **values)
    if owner is not None:
        AccountOwner.objects.create(account=account, role=OwnerRole.CSM, member=owner)
    return account


def _add_customer(company: Company) -> None:
    name = f"Customer of {company.workspace.name}"
    account = add_account(
        name, external_id="A-1", segment=Segment.ENTERPRISE, country="FI", customer_since_on=date(2024, 1, 1)
    )
    for role in OwnerRole:
        if role.value in company.members:
            AccountOwner.objects.create(account=account, role=role, member=company.members[role.value])
    company.account = account
    company.contacts = [
        Contact.objects.create(
            account=account,
            external_id=f"C-{number}",
            name=person,
            name_key=person.lower(),
            email=f"{person.partition(' ')[0].lower()}@customer.example",
            stakeholder_role=stakeholder,
            level=level,
        )
        for number, person, stakeholder, level in [
            (1, "Anna Sponsor", StakeholderRole.SPONSOR, ContactLevel.C_LEVEL),
            (2, "Urho User", StakeholderRole.END_USER, ContactLevel.SPECIALIST),
        ]
    ]
    company.contract = Contract.objects.create(
        account=account,
        external_id="K-1",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        currency="EUR",
        seats=100,
        mrr_amount=1_000_000,
        arr_amount=12_000_000,
    )
    ContractLine.objects.create(
        contract=company.contract,
        kind=LineKind.RECURRING,
        label="Licences",
        seats=100,
        mrr_amount=1_000_000,
        arr_amount=12_000_000,
    )
