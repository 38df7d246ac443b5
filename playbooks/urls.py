"""Playbooks, below /w/<workspace>/."""

from django.urls import path

from playbooks.views import books, ctas, panels, rulebook, runs, tasks, today

app_name = "playbooks"

CTA, TASK = "ctas/<int:cta_id>/", "tasks/<int:todo_id>/"
PLAYBOOK, RULE = "playbooks/<int:playbook_id>/", "rules/<int:rule_id>/"

urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/waiting/", today.waiting, name="waiting"),
    path("ctas/", ctas.ctas, name="ctas"),
    path(CTA, ctas.cta, name="cta"),
    path(f"{CTA}edit/", ctas.edit, name="cta_edit"),
    path(f"{CTA}closure/", ctas.closure, name="cta_closure"),
    path(f"{CTA}reopening/", ctas.reopening, name="cta_reopening"),
    path(f"{CTA}owner/", ctas.owner, name="cta_owner"),
    path(f"{CTA}snooze/", ctas.snooze, name="cta_snooze"),
    path(f"{CTA}waking/", ctas.waking, name="cta_waking"),
    path("tasks/", tasks.tasks, name="tasks"),
    path(TASK, tasks.task, name="task"),
    path(f"{TASK}edit/", tasks.edit, name="task_edit"),
    path(f"{TASK}completion/", tasks.completion, name="task_completion"),
    path(f"{TASK}reopening/", tasks.reopening, name="task_reopening"),
    path(f"{TASK}owner/", tasks.owner, name="task_owner"),
    path(f"{TASK}snooze/", tasks.snooze, name="task_snooze"),
    path(f"{TASK}waking/", tasks.waking, name="task_waking"),
    path(f"{TASK}checks/", tasks.checks, name="task_checks"),
    path("playbooks/", books.playbooks, name="playbooks"),
    path("playbooks/new/", books.new, name="new_playbook"),
    path("playbooks/packs/", books.packs, name="packs"),
    path(PLAYBOOK, books.playbook, name="playbook"),
    path(f"{PLAYBOOK}name/", books.name, name="playbook_name"),
    path(f"{PLAYBOOK}archiving/", books.archiving, name="playbook_archiving"),
    path(f"{PLAYBOOK}draft/", books.draft, name="draft"),
    path(f"{PLAYBOOK}draft/opening/", books.draft_opening, name="draft_opening"),
    path(f"{PLAYBOOK}draft/publication/", books.publication, name="publication"),
    path(f"{PLAYBOOK}draft/removal/", books.draft_removal, name="draft_removal"),
    path(f"{PLAYBOOK}draft/steps/", books.steps, name="steps"),
    path(f"{PLAYBOOK}draft/steps/<int:step_id>/", books.step, name="step"),
    path(f"{PLAYBOOK}draft/steps/<int:step_id>/move/", books.step_move, name="step_move"),
    path(f"{PLAYBOOK}draft/steps/<int:step_id>/removal/", books.step_removal, name="step_removal"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/stopping/", runs.stopping, name="run_stopping"),
    path("rules/", rulebook.rules, name="rules"),
    path("rules/new/", rulebook.new, name="new_rule"),
    path(RULE, rulebook.rule, name="rule"),
    path(f"{RULE}trial/", rulebook.trial, name="rule_trial"),
    path(f"{RULE}activation/", rulebook.activation, name="rule_activation"),
    path(f"{RULE}resting/", rulebook.resting, name="rule_resting"),
    path(f"{RULE}removal/", rulebook.removal, name="rule_removal"),
    path("accounts/<int:account_id>/ctas/new/", ctas.new, name="new_cta"),
    path("accounts/<int:account_id>/tasks/new/", tasks.new, name="new_task"),
    path("accounts/<int:account_id>/runs/new/", runs.new, name="new_run"),
    path("accounts/<int:account_id>/panels/work/", panels.work, name="work_panel"),
]
