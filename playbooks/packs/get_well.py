"""The get-well plan for an account at risk [002 §3.2: red means a get-well plan at once; table 4.4.1]."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from playbooks.choices import CtaKind, DayKind, Priority
from playbooks.packs.parts import Pack, RuleText, StepText

GET_WELL = Pack(
    key="get-well",
    name=_("Get-well plan"),
    description=_("For an account that came to be at risk: find the cause, agree a plan, follow it until it holds."),
    steps=(
        StepText(
            title=_("Find out what moved the score"),
            instructions=_(
                "Read why the score stands where it stands, the last contacts, tickets and use. Tell the two or three "
                "causes apart from what merely came with them."
            ),
            day=1,
            kind=DayKind.BUSINESS,
            checklist=(
                _("Metrics that fell are named"),
                _("Tickets and use looked at"),
                _("People at the customer: who left, who fell silent"),
            ),
        ),
        StepText(
            title=_("Talk to the customer"),
            instructions=_("Listen first. Ask what has to be true in thirty days for this to be worth it."),
            day=2,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Write the plan: causes, deeds, owners, days"),
            instructions=_("No more than five deeds. Each has one owner, on our side or on theirs, and a day."),
            day=4,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Agree the plan with the sponsor"),
            day=6,
            kind=DayKind.BUSINESS,
            checklist=(_("Sponsor agrees"), _("Who is asked when it does not go well is named")),
        ),
        StepText(
            title=_("Tell the Account Manager and the lead"),
            instructions=_("What is at stake, what we ask for, and by when we need it."),
            day=6,
            role=OwnerRole.AM,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("First look: what has moved?"),
            instructions=_("Compare the metrics with the day on which the plan was written. Tell the customer."),
            day=14,
        ),
        StepText(
            title=_("Second look with the customer"),
            day=30,
            checklist=(_("Deeds done"), _("Metrics better than at the start"), _("Customer says so too")),
        ),
        StepText(
            title=_("Close the plan, or escalate it"),
            instructions=_("Well again: say what is watched from now on. Not well: to whom, by when, asking for what."),
            day=45,
        ),
    ),
    rules=(
        RuleText(
            name=_("Fell to At risk"), trigger="band_fell", kind=CtaKind.RISK, priority=Priority.URGENT, due_days=1
        ),
        RuleText(
            name=_("Use down by a quarter in three months"), trigger="usage_down", kind=CtaKind.ADOPTION,
            priority=Priority.HIGH,
        ),
    ),
)  # fmt: skip
