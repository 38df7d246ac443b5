"""What holds for all surveys, and who is not asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.errors import Conflict, DomainError
from surveys.models import SurveyRest, SurveySetting
from surveys.selectors.settings import setting_in_force

MOST_DAYS = 365


def change_survey_setting(*, quiet_days: int, loop_days: int, version: int) -> SurveySetting:
    """Set the quiet days (0: no rest) and the days to close a loop. Raises DomainError, Conflict."""
    if not 0 <= quiet_days <= MOST_DAYS:
        raise DomainError(_("Choose 0 to 365 days."), field="quiet_days")
    if not 1 <= loop_days <= MOST_DAYS:
        raise DomainError(_("Choose 1 to 365 days."), field="loop_days")
    with transaction.atomic():
        SurveySetting.objects.bulk_create([SurveySetting()], ignore_conflicts=True)
        current = SurveySetting.objects.select_for_update().get()
        if version != current.version:
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."), code="changed_meanwhile")
        current.quiet_days, current.loop_days = quiet_days, loop_days
        current.version += 1
        current.save()
    return setting_in_force()


def stop_surveys(contact: Contact, *, now: datetime) -> bool:
    """Ask this contact no more; answers whether that is news."""
    _row, is_new = SurveyRest.objects.get_or_create(contact=contact, defaults={"stopped_at": now})
    return is_new


def allow_surveys(contact: Contact) -> bool:
    """Ask this contact again, who said so; answers whether that is news."""
    deleted, _by_model = SurveyRest.objects.filter(contact=contact).delete()
    return bool(deleted)
