"""What holds for all surveys of the workspace in force."""

from accounts.access import seen_by
from surveys.models import SurveyRest, SurveySetting
from workspaces.models import Member

MOST = 100


def setting_in_force() -> SurveySetting:
    """As the workspace set it, else as is usual (then it has no row yet)."""
    return SurveySetting.objects.first() or SurveySetting()


def stopped_contacts(member: Member) -> tuple[list[SurveyRest], int]:
    """The newest of those who do not want to be asked, of accounts that the member sees, with contact and account, and how
    many there are."""
    rows = SurveyRest.objects.filter(contact__deleted_at=None, contact__account__deleted_at=None)
    rows = seen_by(member, rows, "contact__account_id")
    found = rows.select_related("contact__account").order_by("-stopped_at", "-pk")
    return list(found[:MOST]), rows.count()
