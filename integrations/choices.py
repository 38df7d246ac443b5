"""The words of this app that are stored, with what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    ACCOUNTS = "accounts", _("Accounts")
    CONTACTS = "contacts", _("Contacts")
    CONTRACTS = "contracts", _("Contracts")
    USAGE = "usage", _("Product usage")
    TICKETS = "tickets", _("Support tickets")
    INVOICES = "invoices", _("Invoices")
    PAYMENTS = "payments", _("Payments")
    READINGS = "readings", _("Readings")
    CHURN = "churn", _("Churn")


class ImportState(TextChoices):
    READING = "reading", _("Being read")
    UPLOADED = "uploaded", _("Columns to match")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to import")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    INTERRUPTED = "interrupted", _("Interrupted")


class ExportState(TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being written")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class FileFormat(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"


#: Kinds that Finance brings in without the right to all the others.
OF_FINANCE = (ImportKind.INVOICES, ImportKind.PAYMENTS)
#: States in which a worker has, or is about to have, the import in hand.
BUSY = (ImportState.READING, ImportState.CHECKING, ImportState.RUNNING)
#: States from which a person may let it go on, or again.
READY = (ImportState.CHECKED, ImportState.INTERRUPTED, ImportState.CANCELLED)
#: States in which the matching of columns may still be changed.
OPEN = (ImportState.UPLOADED, ImportState.FAILED, *READY)
