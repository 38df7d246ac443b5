from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core import events
        from notifications.shell import bell
        from notifications.subscribers import tell_mentioned
        from workspaces.ports import SHELL_PARTS, ShellPart

        events.subscribe(events.ACCOUNT_MENTIONED, tell_mentioned)
        SHELL_PARTS.add(ShellPart("notices", bell))
