"""Closing the loop with a detractor [000 table 2.2; 002 table 4.4.1], and renewing the touch with executives."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from playbooks.choices import CtaKind, DayKind, Priority
from playbooks.packs.parts import Pack, RuleText, StepText

DETRACTOR = Pack(
    key="detractor",
    name=_("Close the loop with a detractor"),
    description=_("Somebody would not recommend us: answer within two days, mend what can be mended, ask again."),
    steps=(
        StepText(
            title=_("Read the answer and what came before it"),
            instructions=_("The words, the tickets and talks of the last three months, the person’s part in the house."),
            day=1,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Thank the person, and ask what happened"),
            instructions=_("A call where it can be one. No defence, no discount: find the cause."),
            day=2,
            kind=DayKind.BUSINESS,
            checklist=(_("Spoke to the person"), _("Cause written down")),
        ),
        StepText(
            title=_("Agree what is mended, by whom and by when"),
            day=5,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Tell the person what was done"),
            instructions=_("Also when it could not be mended: then why, and what there is instead."),
            day=15,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Ask again whether it is better"),
            day=45,
            checklist=(_("Asked"), _("Stance on the stakeholder map brought up to date")),
        ),
    ),
    rules=(
        RuleText(
            name=_("A detractor answered"), trigger="detractor", kind=CtaKind.SATISFACTION, priority=Priority.HIGH,
            due_days=2,
        ),
    ),
)  # fmt: skip

EXECUTIVE_TOUCH = Pack(
    key="executive-touch",
    name=_("Renew the executive touch"),
    description=_("Nobody of ours has spoken to the sponsor or to the C-level for a quarter."),
    steps=(
        StepText(
            title=_("Choose whom to meet, and about what"),
            instructions=_("The sponsor, else somebody of the C-level. Bring one outcome that matters to that person."),
            day=2,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Ask an executive of ours to come along"),
            day=4,
            role=OwnerRole.AM,
            kind=DayKind.BUSINESS,
        ),
        StepText(
            title=_("Hold the meeting, and log it on the account"),
            instructions=_("Name the people in the note: then it counts as an executive touch."),
            day=20,
            kind=DayKind.BUSINESS,
            checklist=(_("Meeting held"), _("Logged with the names"), _("Next one agreed")),
        ),
    ),
    rules=(
        RuleText(
            name=_("No executive touch for 90 days"), trigger="no_executive_touch", kind=CtaKind.RELATIONSHIP,
            due_days=5,
        ),
    ),
)  # fmt: skip
