"""The nine kinds of import and their fields: one place for names, synonyms and choices.

Choices are the stored words of the apps that own them. Metrics are a workspace's own too, and churn
reasons may be another system's words: those two let unknown words through for the services to judge.
"""

from django.utils.translation import gettext as _

from integrations.errors import MappingError
from integrations.fields.accounts import ACCOUNTS
from integrations.fields.churn import CHURN
from integrations.fields.contacts import CONTACTS
from integrations.fields.contracts import CONTRACTS
from integrations.fields.invoices import INVOICES, PAYMENTS
from integrations.fields.readings import READINGS
from integrations.fields.tickets import TICKETS
from integrations.fields.usage import USAGE
from integrations.reading.fieldspecs import KindSpec

KINDS: dict[str, KindSpec] = {
    kind.key: kind
    for kind in (ACCOUNTS, CONTACTS, CONTRACTS, USAGE, TICKETS, INVOICES, PAYMENTS, READINGS, CHURN)
}


def kind_spec(kind: str) -> KindSpec:
    """The kind's fields. Raises MappingError for a kind that does not exist."""
    try:
        return KINDS[kind]
    except KeyError:
        raise MappingError(
            "unknown_kind",
            _("“%(kind)s” is no kind of import. Choose one of: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(KINDS)},
        ) from None
