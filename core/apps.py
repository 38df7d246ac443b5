from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.tenancy import checks  # noqa: F401  (registers the system checks)
