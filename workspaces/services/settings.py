"""What an admin sets for the workspace; each change is told to the security log."""

from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core.countries import is_country
from core.errors import DomainError
from workspaces.choices import SecurityActKind
from workspaces.models import Member, Workspace
from workspaces.services.trail import record_act
from workspaces.services.workspaces import clean_workspace_name

SHORT_TERM_MONTHS = (0, 36)


@dataclass(frozen=True)
class WorkspaceValues:
    """The settings of a workspace; `currency` is an ISO 4217 code, `short_term_months` 0 to 36, `country` two letters
    whose public holidays are no business days, or empty."""

    name: str
    time_zone: str
    currency: str
    language: str
    requires_second_factor: bool
    short_term_months: int
    country: str = ""


@transaction.atomic
def change_workspace(
    workspace: Workspace, values: WorkspaceValues, *, by: Member, now: datetime
) -> dict[str, list[object]]:
    """Write what differs, and tell the log; returns field → [before, after], empty when nothing differs.

    Raises DomainError with the field at fault.
    """
    cleaned = _checked(values)
    changed = {
        field: [getattr(workspace, field), value]
        for field, value in asdict(cleaned).items()
        if getattr(workspace, field) != value
    }
    if not changed:
        return {}
    for field, (_before, after) in changed.items():
        setattr(workspace, field, after)
    workspace.save(update_fields=list(changed))
    record_act(
        SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject=workspace.slug, detail={"changed": changed}
    )
    return changed


def _checked(values: WorkspaceValues) -> WorkspaceValues:
    name = clean_workspace_name(values.name)
    if values.time_zone not in available_timezones():
        raise DomainError(
            _("“%(zone)s” is not a time zone; choose one like Europe/Helsinki.")
            % {"zone": values.time_zone[:64]},
            field="time_zone",
        )
    if not (len(values.currency) == 3 and values.currency.isascii() and values.currency.isupper()):
        raise DomainError(_("A currency is three capital letters, like EUR."), field="currency")
    if values.language not in dict(settings.LANGUAGES):
        raise DomainError(_("Choose one of the languages."), field="language")
    if values.country and not is_country(values.country):
        raise DomainError(_("Choose a country of the list."), field="country")
    low, high = SHORT_TERM_MONTHS
    if not low <= values.short_term_months <= high:
        raise DomainError(_("A short term has 0 to 36 months."), field="short_term_months")
    return WorkspaceValues(**{**asdict(values), "name": name})
