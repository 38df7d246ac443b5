from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import heartbeat  # noqa: F401  (connects the worker's signals)
        from core.tenancy import checks  # noqa: F401  (registers the system checks)
