"""Forms of Settings and of my profile."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.countries import countries
from core.money import CURRENCIES
from workspaces.choices import Role
from workspaces.services.brand import MAX_LOGO_BYTES
from workspaces.services.profile import THEMES
from workspaces.services.settings import SHORT_TERM_MONTHS


def _zones() -> list[tuple[str, str]]:
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def _calendars() -> list[tuple[str, str]]:
    named = sorted((str(name), code) for code, name in countries())
    return [("", _now("None: Monday to Friday")), *((code, name) for name, code in named)]


zones = lazy(_zones, list)
calendars = lazy(_calendars, list)


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_("Decides when a day begins: for renewals, recomputing and reports."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        help_text=_("For sums over several accounts. Contracts keep their own."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=calendars,
        help_text=_("Its public holidays are no business days: for due dates and agreed times."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    short_term_months = forms.IntegerField(
        label=_("Short terms, months"),
        min_value=SHORT_TERM_MONTHS[0],
        max_value=SHORT_TERM_MONTHS[1],
        help_text=_("Contract terms up to this length get no renewal milestones; they are listed by month."),
    )
    requires_second_factor = forms.BooleanField(
        label=_("Second factor required"),
        required=False,
        help_text=_("Members without one are led to set it up before they get in."),
    )


class BrandForm(forms.Form):
    """How documents look; what may be chosen is judged by workspaces.services.brand."""

    colour = forms.CharField(
        label=_("Colour"),
        max_length=32,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": "#0C4A57", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("Like #0C4A57, dark enough for white text on it. Empty for ours."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG up to 1 MB. It stands on white, so a dark one is seen best."),
        error_messages={
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("The file did not arrive whole. Choose it again."),
        },
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    @property
    def picture(self) -> bytes | None:
        """The bytes that were sent, one more than is taken at most; None without a file."""
        file = self.cleaned_data["logo"]
        return file.read(MAX_LOGO_BYTES + 1) if file else None


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CSM)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=list(zip(THEMES, (_("As the system"), _("Light"), _("Dark")), strict=True)),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, workspace_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = _now("As the workspace: %(zone)s") % {"zone": workspace_zone}
        self.fields["time_zone"].choices = [("", own), *_zones()]  # type: ignore[attr-defined]
