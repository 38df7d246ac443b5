"""What holds for all surveys of the workspace in force."""

from surveys.models import SurveyRest, SurveySetting

MOST = 100


def setting_in_force() -> SurveySetting:
    """As the workspace set it, else as is usual (then it has no row yet)."""
    return SurveySetting.objects.first() or SurveySetting()


def stopped_contacts() -> tuple[list[SurveyRest], int]:
    """The newest of those who do not want to be asked, with contact and account, and how many there are."""
    rows = SurveyRest.objects.filter(contact__deleted_at=None, contact__account__deleted_at=None)
    found = rows.select_related("contact__account").order_by("-stopped_at", "-pk")
    return list(found[:MOST]), rows.count()
