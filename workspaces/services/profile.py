"""What a person sets for themselves, in every workspace at once."""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from core.errors import DomainError
from workspaces.models import User

THEMES = ("system", "light", "dark")


def change_profile(user: User, *, name: str, time_zone: str) -> None:
    """Set the name that others see and the zone of times (empty: the workspace's).

    Raises DomainError (field `name` or `time_zone`).
    """
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 120:
        raise DomainError(_("Give a name of 1 to 120 characters."), field="name")
    if time_zone and time_zone not in available_timezones():
        raise DomainError(_("Choose one of the time zones."), field="time_zone")
    user.name, user.time_zone = cleaned, time_zone
    user.save(update_fields=["name", "time_zone"])


def change_theme(user: User, theme: str) -> None:
    """Set light, dark, or as the system has it. Raises DomainError (field `theme`)."""
    if theme not in THEMES:
        raise DomainError(_("A theme is light, dark, or as the system has it."), field="theme")
    user.theme = theme
    user.save(update_fields=["theme"])
