from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "health"

    def ready(self) -> None:
        from health.services.starter import start_health
        from workspaces.ports import WORKSPACE_STARTERS, Starter

        WORKSPACE_STARTERS.add(Starter("health", start_health, order=20))
