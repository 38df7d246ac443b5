from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core import events
        from core.live import ADMISSIONS, Admission
        from notifications.channels import KIND, own_notices
        from notifications.choices import Mail
        from notifications.ports import KINDS, NoticeKind
        from notifications.services import MENTION
        from notifications.shell import bell
        from notifications.subscribers import tell_mentioned
        from workspaces.live import staff_door
        from workspaces.ports import MY_PARTS, SHELL_PARTS, SettingsPart, ShellPart

        events.subscribe(events.ACCOUNT_MENTIONED, tell_mentioned)
        SHELL_PARTS.add(ShellPart("notices", bell))
        MY_PARTS.add(SettingsPart("notices", _("Notices"), "notifications:settings"))
        KINDS.add(
            NoticeKind(MENTION, _("Somebody mentions me"), usual=Mail.AT_ONCE, names_person=True, order=10)
        )
        if KIND not in ADMISSIONS:
            ADMISSIONS.add(Admission(KIND, staff_door(own_notices)))
