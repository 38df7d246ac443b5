"""The clock of rules: each rule is a job of its own, so that one that breaks holds up no other."""

from core import clock, jobs
from core.workspaces import active_workspace_ids
from playbooks.selectors.rulebook import active_rule_ids
from playbooks.services.sweep import run_rules as let_rules_act
from workspaces.models import Workspace

RUN_RULES, RUN_RULE, RUN_RULES_ON = "playbooks.run_rules", "playbooks.run_rule", "playbooks.run_rules_on"


@jobs.workspace_task(RUN_RULES)
def run_rules(workspace_id: int) -> None:
    for rule_id in active_rule_ids():
        jobs.enqueue(RUN_RULE, workspace_id, rule_id)


@jobs.workspace_task(RUN_RULE, long=True)
def run_rule(workspace_id: int, rule_id: int) -> int:
    workspace = Workspace.objects.get(pk=workspace_id)
    now = clock.now()
    today = clock.today_in(workspace.time_zone, now)
    return let_rules_act(workspace, today=today, now=now, rule_ids=[rule_id]).opened


@jobs.workspace_task(RUN_RULES_ON, long=True)
def run_rules_on(workspace_id: int, account_ids: list[int]) -> int:
    """Soon after news of these accounts; lost, it is healed by the sweep."""
    workspace = Workspace.objects.get(pk=workspace_id)
    now = clock.now()
    today = clock.today_in(workspace.time_zone, now)
    return let_rules_act(workspace, today=today, now=now, account_ids=account_ids).opened


@jobs.sweep_task("playbooks.sweep_rules")
def sweep_rules() -> int:
    """Hourly; asks what is true now, so repeating is harmless."""
    return sum(jobs.send(RUN_RULES, workspace_id) for workspace_id in active_workspace_ids())
