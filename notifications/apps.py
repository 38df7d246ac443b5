from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications.shell import bell
        from workspaces.ports import SHELL_PARTS, ShellPart

        SHELL_PARTS.add(ShellPart("notices", bell))
