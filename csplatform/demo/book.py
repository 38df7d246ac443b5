"""A company's whole book, brought in subject by subject. A further subject is one module and one line here."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.services import FeatureFields, create_product
from csplatform.demo import (
    changes,
    churn,
    contacts,
    contracts,
    customers,
    invoices,
    notes,
    papers,
    readings,
    tickets,
    usage,
)
from csplatform.demo.companies import Company
from csplatform.demo.customers import Customer
from csplatform.demo.taking_in import Intake
from integrations.choices import ImportKind
from workspaces.models import Member

#: Days before today on which accounts were taken in: what stands in a stage since then, nearly.
TAKEN_IN = (
    0, 3, 6, 9, 13, 18, 25, 31, 38, 44, 52, 61, 70, 79, 88, 97, 109, 121, 134, 150, 167, 185, 204, 226, 251, 280, 312,
    349, 391, 438, 492, 553, 618, 690,
)  # fmt: skip


def add_products(company: Company, *, by: Member) -> None:
    for offer in company.offers:
        features = [
            FeatureFields(key=key, label=label, is_advanced=hard) for key, label, hard in offer.features
        ]
        create_product(name=offer.name, features=features, by=by)


def contract_prefix(company: Company) -> str:
    """What the numbers of the company's contracts begin with."""
    return company.slug[0].upper()


def take_in(
    company: Company, book: list[Customer], intake: Intake, *, seed: int, today: date, now: datetime
) -> None:
    """Bring everything in, in the workspace in force."""
    _accounts(company, book, intake, today=today, now=now)
    prefix = contract_prefix(company)
    billed = invoices.billed(company, book, seed=seed, today=today)
    kinds = (
        (ImportKind.CONTACTS, contacts.COLUMNS, contacts.contact_rows(company, book, seed=seed)),
        (ImportKind.CONTRACTS, contracts.COLUMNS, contracts.contract_rows(prefix, book)),
        (ImportKind.USAGE, usage.COLUMNS, usage.usage_rows(company, book, seed=seed, today=today)),
        (
            ImportKind.TICKETS,
            tickets.COLUMNS,
            tickets.ticket_rows(company, book, seed=seed, today=today, now=now),
        ),
        (ImportKind.INVOICES, invoices.COLUMNS, invoices.invoice_rows(billed)),
        (ImportKind.PAYMENTS, invoices.PAYMENT_COLUMNS, invoices.payment_rows(billed)),
        (ImportKind.READINGS, readings.COLUMNS, readings.reading_rows(company, book, seed=seed, today=today)),
        (ImportKind.CHURN, churn.COLUMNS, churn.churn_rows(company, book, seed=seed)),
    )
    for kind, columns, rows in kinds:
        intake.take(kind, columns, rows, today=today, now=now)
    notes.write_notes(company, book, seed=seed, today=today, now=now)
    papers.keep_papers(company, book, today=today, now=now)
    changes.promote_contacts(company, book, seed=seed, today=today, now=now)


def _accounts(company: Company, book: list[Customer], intake: Intake, *, today: date, now: datetime) -> None:
    """Accounts as they came over time, since the day they are taken in is the day their stage counts from."""
    waves: dict[int, list[Customer]] = {}
    for customer in book:
        days = (today - customer.stage_since).days
        waves.setdefault(min(TAKEN_IN, key=lambda ago: abs(ago - days)), []).append(customer)
    for ago in sorted(waves, reverse=True):
        day = today - timedelta(days=ago)
        at = min(now, datetime.combine(day, time(9), ZoneInfo(company.time_zone)))
        rows = customers.account_rows(company, waves[ago])
        intake.take(ImportKind.ACCOUNTS, customers.COLUMNS, rows, today=day, now=at)
    below = [(one.number, one.external_id, one.business.name, one.parent) for one in book if one.parent]
    columns = {"external_id": "text", "name": "text", "parent_external_id": "text"}
    intake.take(ImportKind.ACCOUNTS, columns, below, today=today, now=now)
