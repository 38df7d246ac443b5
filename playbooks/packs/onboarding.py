"""Onboarding in 30, 60 and 90 days [000 appendices 3, 5; 001 §6.4, figure 15; 003]."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole
from playbooks.packs.parts import Pack, StepText

ONBOARDING = Pack(
    key="onboarding",
    name=_("Onboarding 30/60/90"),
    description=_(
        "From the signed contract to daily use: people and access in the first month, habits in the second, value "
        "shown by the end of the third."
    ),
    steps=(
        StepText(
            title=_("Read the handover, and ask for what is missing"),
            instructions=_(
                "Everything that was promised in the sale, the outcomes that the customer wants, the people, the dates. "
                "Settle open questions with the Account Manager before the customer is called."
            ),
            day=1,
            role=OwnerRole.CSM,
            checklist=(
                _("Desired outcomes are written down"),
                _("Promises of the sale are logged"),
                _("Sponsor, administrator and IT contact are known"),
            ),
        ),
        StepText(
            title=_("Welcome the customer and agree the kick-off"),
            instructions=_(
                "Say who we are, who does what, whom to ask for what, and that an answer comes within one business day."
            ),
            day=3,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("Send us what we need to set you up"),
            instructions=_(
                "Names and addresses of the first users, your logo, and whom we may ask about IT."
            ),
            day=7,
            role=OwnerRole.CSM,
            checklist=(_("First users named"), _("IT contact named"), _("Company profile filled in")),
            customer=True,
        ),
        StepText(
            title=_("Hold the kick-off"),
            instructions=_(
                "Agree outcomes with their measures, the plan to the ninetieth day, and how often both sides meet."
            ),
            day=10,
            role=OwnerRole.CSM,
            checklist=(
                _("Outcomes and measures agreed"),
                _("Communication plan agreed"),
                _("First use cases chosen"),
                _("Next review in the calendar"),
            ),
        ),
        StepText(
            title=_("Set up the service, integrations and data"),
            day=20,
            role=OwnerRole.DM,
            checklist=(_("Access works"), _("Integrations tested"), _("Data taken over")),
        ),
        StepText(
            title=_("Sign in, and set your own preferences"),
            instructions=_("Every first user signs in once, and looks through the own settings."),
            day=21,
            role=OwnerRole.CSM,
            customer=True,
        ),
        StepText(
            title=_("Train the first users"),
            instructions=_(
                "One use case at a time. Leave a short list of what to try first, not everything at once."
            ),
            day=25,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("Day 30: who has signed in, and who has not?"),
            instructions=_(
                "Share of users activated, days to the first sign-in, steps completed. Call where half the people are "
                "missing."
            ),
            day=30,
            role=OwnerRole.CSM,
            checklist=(_("Users activated"), _("Days to first sign-in"), _("Steps completed")),
        ),
        StepText(
            title=_("Do your first real piece of work with us"),
            instructions=_("With real data and from end to end. Tell us where it was hard."),
            day=40,
            role=OwnerRole.CSM,
            customer=True,
        ),
        StepText(
            title=_("Day 60: review use, and take barriers away"),
            instructions=_(
                "Features used against those that the chosen use cases need. Note each barrier, technical or in the "
                "business, with what is done about it and by whom."
            ),
            day=60,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("Meet the sponsor"),
            instructions=_(
                "What has been reached, what is still open, and what the sponsor will tell the own house."
            ),
            day=75,
            role=OwnerRole.CSM,
        ),
        StepText(
            title=_("Day 90: show the value, and close the onboarding"),
            instructions=_(
                "Measures against their baseline, in the customer's own words. Agree what comes next and how often we "
                "review it."
            ),
            day=90,
            role=OwnerRole.CSM,
            checklist=(
                _("Measures compared with the baseline"),
                _("Customer confirmed the result"),
                _("Review rhythm agreed"),
            ),
        ),
    ),
)
