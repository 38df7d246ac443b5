from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CsplatformConfig(AppConfig):
    name = "csplatform"

    def ready(self) -> None:
        from workspaces.ports import SETTINGS_PARTS, SettingsPart

        SETTINGS_PARTS.add(SettingsPart("system", _("System"), "system:system", order=900))
