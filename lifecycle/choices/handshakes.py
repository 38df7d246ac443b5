"""The four handshakes [002 §4.6.1-4.6.4; 001 appendix 8]: kinds, states, items, and where an item's words come from."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandshakeKind(IntegerChoices):
    LAND_ADOPT = 1, _("Land to Adopt")
    ADOPT_EXPAND = 2, _("Adopt to Expand")
    ADOPT_RENEW = 3, _("Adopt to Renew")
    RENEW_LAND = 4, _("Renew to Land")


class HandshakeOrigin(TextChoices):
    PERSON = "person", _("Opened by a person")
    STAGE = "stage", _("Opened by a change of stage")
    RENEWAL = "renewal", _("Opened 90 days before the term’s end")


class HandshakeState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_NEEDED = "not_needed", _("Not needed: giver and receiver are one person")


OPEN_STATES = (HandshakeState.DRAFT, HandshakeState.DELIVERED, HandshakeState.RETURNED)


class ItemSide(TextChoices):
    GIVE = "give", _("Handed over")
    MAKE = "make", _("Made by the receiver")


class ItemState(TextChoices):
    LOOK = "look", _("To look at")
    CHECKED = "checked", _("Checked")
    QUESTION = "question", _("Question open")


class ItemSource(TextChoices):
    """What the platform knows, by which an item is filled in before a person looks at it."""

    HAND = "", _("Written by hand")
    FILES = "files", _("Files of the account")
    CONTACTS = "contacts", _("Contacts")
    CONTRACT = "contract", _("Contract")
    HEALTH = "health", _("Health score")
    USAGE = "usage", _("Usage")
    TICKETS = "tickets", _("Tickets")
    RISK = "risk", _("Signs of churn")
    PROMISES = "promises", _("Promises")
    PLAN = "plan", _("Success plan")
    FORM = "form", _("Handover form")


class ItemKey(TextChoices):
    PROPOSAL = "proposal", _("Customer proposal")
    OUTCOMES = "outcomes", _("Desired business outcomes")
    STAKEHOLDERS = "stakeholders", _("Customer stakeholders")
    FORM = "form", _("Handover form")
    METRICS = "metrics", _("Adoption metrics")
    TIMELINE = "timeline", _("Timeline")
    CONSTRAINTS = "constraints", _("Constraints")
    PROMISES = "promises", _("Promises made in the sale")
    OPPORTUNITY = "opportunity", _("Opportunity")
    ADOPTION_PLAN = "adoption_plan", _("Adoption plan")
    HEALTH = "health", _("Health score")
    USAGE = "usage", _("Consumption")
    PLAN_DONE = "plan_done", _("Completion of the adoption plan")
    VALUE = "value", _("Proof of value")
    TERMS = "terms", _("Contract terms")
    TICKETS = "tickets", _("Open tickets")
    RISK = "risk", _("Churn risk")
    NEW_ITEMS = "new_items", _("New items not covered by the renewal")
    REASON = "reason", _("Reason to renew or upgrade")
    RESOURCES_PLAN = "resources_plan", _("Resources plan")
    OFFER = "offer", _("Customer proposal with solution and price")
    RENEWAL_LIST = "renewal_list", _("Final list to be renewed")
    RENEWAL_OFFER = "renewal_offer", _("Renewal quotation and proposal")
    UPGRADE_LIST = "upgrade_list", _("List to cover or upgrade")
    UPGRADE_OFFER = "upgrade_offer", _("Upgrade quotation and proposal")


class StepKind(TextChoices):
    """A line of the record, which nobody edits."""

    OPENED = "opened", pgettext_lazy("handshake", "opened it")
    PEOPLE = "people", pgettext_lazy("handshake", "named who hands over and who receives")
    GIVEN = "given", pgettext_lazy("handshake", "wrote down")
    MISSING = "missing", pgettext_lazy("handshake", "said why it is missing:")
    FORM = "form", pgettext_lazy("handshake", "filled in the handover form")
    DELIVERED = "delivered", pgettext_lazy("handshake", "delivered it")
    CHECKED = "checked", pgettext_lazy("handshake", "checked")
    UNCHECKED = "unchecked", pgettext_lazy("handshake", "looks again at")
    ASKED = "asked", pgettext_lazy("handshake", "asked about")
    ANSWERED = "answered", pgettext_lazy("handshake", "answered about")
    RETURNED = "returned", pgettext_lazy("handshake", "returned it")
    ACCEPTED = "accepted", pgettext_lazy("handshake", "accepted it")
    OWNER = "owner", pgettext_lazy("handshake", "became the owner as")
    MADE = "made", pgettext_lazy("handshake", "made")
    REMINDED = "reminded", pgettext_lazy("handshake", "reminded of")
    WITHDRAWN = "withdrawn", pgettext_lazy("handshake", "withdrew it")
    NOT_NEEDED = "not_needed", pgettext_lazy("handshake", "holds both roles; nothing to hand over")
