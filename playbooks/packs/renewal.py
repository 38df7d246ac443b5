"""The renewal cadence: 120, 90, 60 and 30 days before the end [002 §4.4.1]. Started at 120 days, day 0 is that day."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from playbooks.choices import CtaKind, Priority
from playbooks.packs.parts import Pack, RuleText, StepText

RENEWAL = Pack(
    key="renewal",
    name=_("Renewal 120/90/60/30"),
    description=_("Start it 120 days before the end of the term: from the list of what renews to the signed renewal."),
    steps=(
        StepText(
            title=_("120 days: validate the renewal list"),
            instructions=_("Contracts, items, seats and dates as the customer has them. Mend what differs."),
            day=3,
            role=OwnerRole.RM,
            checklist=(_("Contracts and items confirmed"), _("Dates and notice period confirmed")),
        ),
        StepText(
            title=_("120 days: review use, satisfaction and tickets"),
            instructions=_("Licences and features against what was bought, what customers said, what is still open."),
            day=7,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("90 days: show the value realised"),
            instructions=_("Outcomes and measures against their baseline, with the customer’s own evidence."),
            day=28,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("90 days: start the renewal talk"),
            instructions=_("With who decides and who pays. Confirm the items, ask what has changed."),
            day=30,
            role=OwnerRole.RM,
            checklist=(_("Decision maker known"), _("Buyer known"), _("Items to renew confirmed")),
        ),
        StepText(
            title=_("90 days: complete handshake 3, Adopt to Renew"),
            day=32,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("60 days: resolve objections, one by one"),
            instructions=_("Write each of them down with what answers it and who agreed."),
            day=60,
            role=OwnerRole.RM,
        ),
        StepText(
            title=_("60 days: start the price negotiation"),
            day=65,
            role=OwnerRole.RM,
        ),
        StepText(
            title=_("30 days: have scope and price agreed"),
            day=90,
            role=OwnerRole.RM,
            checklist=(_("Scope agreed in writing"), _("Price agreed in writing"), _("Quotation sent")),
        ),
        StepText(
            title=_("Close the renewal before the term ends"),
            instructions=_("Signed, entered, and told to everybody who shares the account."),
            day=110,
            role=OwnerRole.RM,
        ),
    ),
    rules=(
        RuleText(
            name=_("A renewal is 120 days away"), trigger="milestone_reached", kind=CtaKind.RENEWAL,
            priority=Priority.NORMAL, due_days=5,
        ),
    ),
)  # fmt: skip
