"""Filters of the account list: one for every field an account has."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import AccountStatus, OwnerRole, Segment, Stage, Touch
from accounts.lists.lookups import (
    MY_TEAMS,
    account_named,
    account_names,
    member_names,
    members,
    my_teams,
    owned_by_team,
    owned_in,
    team_names,
    teams,
    unowned_in,
    unteamed,
    values_in_use,
)
from accounts.lists.origin import batch_names, batches
from core.countries import countries
from core.lists.filters import (
    ChoiceFilter,
    DateFilter,
    Filter,
    FlagFilter,
    ListedTextFilter,
    MoneyFilter,
    NumberFilter,
    ReferenceFilter,
    TextFilter,
)

FILTERS: tuple[Filter, ...] = (
    TextFilter(key="name", label=_("Name"), field="name_key", folded=True, order=0),
    ReferenceFilter(
        key="owner", label=_("Owner"), order=5, choices=members, labels=member_names, match=owned_in(None),
        missing=unowned_in(None), can_be_empty=True,
    ),
    *(
        ReferenceFilter(
            key=f"owner_{role.value}", label=role.label, order=6, choices=members, labels=member_names,
            match=owned_in(role.value), missing=unowned_in(role.value), can_be_empty=True,
        )
        for role in OwnerRole
    ),
    ReferenceFilter(
        key="team", label=_("Team"), order=7, choices=teams, labels=team_names, match=owned_by_team(),
        missing=unteamed(), mine=my_teams, my_label=MY_TEAMS, can_be_empty=True,
    ),
    ChoiceFilter(key="status", label=_("Status"), field="status", choices=AccountStatus.choices, order=10),
    ChoiceFilter(
        key="segment", label=_("Segment"), field="segment", choices=Segment.choices, order=11, can_be_empty=True
    ),
    ChoiceFilter(
        key="touch", label=_("Touch"), field="touch", choices=Touch.choices, order=12, can_be_empty=True
    ),
    ChoiceFilter(key="stage", label=_("Stage"), field="stage", choices=Stage.choices, order=40),
    DateFilter(
        key="stage_since", label=_("In stage since"), field="stage_since_on", order=41, can_be_empty=True
    ),
    MoneyFilter(key="arr", label=_("ARR"), field="arr_amount", order=30),
    MoneyFilter(key="mrr", label=_("MRR"), field="mrr_amount", order=31),
    NumberFilter(key="seats", label=_("Seats"), field="seats", order=35),
    NumberFilter(key="contracts", label=_("Open contracts"), field="open_contracts", order=45),
    DateFilter(key="term_end", label=_("Term ends"), field="term_ends_on", order=50, can_be_empty=True),
    ListedTextFilter(
        key="industry", label=_("Industry"), field="industry", order=72, suggest=values_in_use("industry"),
        can_be_empty=True,
    ),
    ChoiceFilter(key="country", label=_("Country"), field="country", choices=countries(), order=73, can_be_empty=True),
    ListedTextFilter(
        key="plan", label=_("Plan"), field="plan", order=74, suggest=values_in_use("plan"), can_be_empty=True
    ),
    DateFilter(
        key="since", label=_("Customer since"), field="customer_since_on", order=75, can_be_empty=True
    ),
    ReferenceFilter(
        key="parent", label=_("Parent"), field="parent_id", order=76, find=account_named, labels=account_names,
        can_be_empty=True,
    ),
    ListedTextFilter(
        key="referral", label=_("Referral source"), field="referral_source", order=77,
        suggest=values_in_use("referral_source"), can_be_empty=True,
    ),
    FlagFilter(key="trial", label=_("Trial"), field="is_trial", order=78),
    DateFilter(key="churned", label=_("Churned on"), field="churned_on", order=79, can_be_empty=True),
    DateFilter(key="returned", label=_("Came back on"), field="returned_on", order=80, can_be_empty=True),
    FlagFilter(key="declared_churned", label=_("Churned in the source file"), field="declared_churned", order=80),
    TextFilter(
        key="external_id", label=_("External id"), field="external_id", nullable=True, order=81, can_be_empty=True
    ),
    TextFilter(key="website", label=_("Website"), field="website", order=82, can_be_empty=True),
    DateFilter(key="created", label=_("Added"), field="created_at", is_moment=True, order=90),
    ReferenceFilter(
        key="origin", label=_("Imported from"), field="origin_batch_id", order=91, choices=batches, mine=None,
        labels=batch_names, can_be_empty=True,
    ),
)  # fmt: skip
