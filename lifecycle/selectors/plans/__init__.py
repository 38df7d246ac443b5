"""Success plans as they stand. All names from here."""

from lifecycle.selectors.plans.customers import (
    activity_of_customer,
    coming_activities,
    customer_plans,
    plan_of_customer,
    plans_to_sign,
    shared_plan,
    shared_plan_by_id,
)
from lifecycle.selectors.plans.shown import (
    ActivityShown,
    BarrierShown,
    KpiShown,
    NoteShown,
    OutcomeShown,
    PlanShown,
    PlanToSign,
    ReadingShown,
    SectionShown,
)
from lifecycle.selectors.plans.telling import plan_shown

__all__ = [
    "ActivityShown",
    "BarrierShown",
    "KpiShown",
    "NoteShown",
    "OutcomeShown",
    "PlanShown",
    "PlanToSign",
    "ReadingShown",
    "SectionShown",
    "activity_of_customer",
    "coming_activities",
    "customer_plans",
    "plan_of_customer",
    "plan_shown",
    "plans_to_sign",
    "shared_plan",
    "shared_plan_by_id",
]
