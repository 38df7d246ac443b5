from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "health"

    def ready(self) -> None:
        from core import events
        from health.services.starter import start_health
        from health.subscribers import rescore_changed_accounts
        from workspaces.ports import WORKSPACE_STARTERS, Starter

        WORKSPACE_STARTERS.add(Starter("health", start_health, order=20))
        events.subscribe(events.ACCOUNT_FACTS_CHANGED, rescore_changed_accounts)
