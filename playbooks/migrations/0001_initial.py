import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0012_made_files"),
        ("workspaces", "0006_brand"),
    ]

    operations = [
        migrations.CreateModel(
            name="Playbook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="description"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("archived", "Archived")],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="playbook_key_once"),
                    core.tenancy.constraints.RowSecurity(name="playbooks_playbook_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "Replaced by a newer version"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("edits", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "playbook",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="playbooks.playbook",
                    ),
                ),
                (
                    "published_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_playbooks",
                        to="workspaces.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "created_by"], name="playbooks_p_workspa_4ce471_idx"),
                    models.Index(fields=["workspace", "published_by"], name="playbooks_p_workspa_9eeb88_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "playbook", "number"), name="playbook_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("workspace", "playbook"),
                        name="playbook_one_published",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("workspace", "playbook"),
                        name="playbook_one_draft",
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_playbookversion_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="playbook", name="playbooks_playbookversion_playbook_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="playbooks_playbookversion_created_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="published_by", name="playbooks_playbookversion_published_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "instructions",
                    models.CharField(blank=True, default="", max_length=4000, verbose_name="instructions"),
                ),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("csm", "CSM"),
                            ("am", "Account Manager"),
                            ("dm", "Delivery Manager"),
                            ("rm", "Renewal Manager"),
                        ],
                        default="",
                        max_length=4,
                        verbose_name="owner",
                    ),
                ),
                ("offset_days", models.PositiveSmallIntegerField(default=0, verbose_name="due after")),
                (
                    "day_kind",
                    models.CharField(
                        choices=[("business", "business days"), ("calendar", "calendar days")],
                        default="business",
                        max_length=8,
                        verbose_name="counted in",
                    ),
                ),
                ("checklist", models.JSONField(blank=True, default=list, verbose_name="checklist")),
                (
                    "visible_to_customer",
                    models.BooleanField(default=False, verbose_name="the customer sees it"),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
                (
                    "version",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="playbooks.playbookversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        fields=("workspace", "version", "position"),
                        name="playbook_step_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offset_days__lte", 730)), name="playbook_step_within_two_years"
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_playbookstep_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="version", name="playbooks_playbookstep_version_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("trigger", models.CharField(max_length=60)),
                ("parameters", models.JSONField(blank=True, default=dict)),
                (
                    "cta_kind",
                    models.CharField(
                        choices=[
                            ("risk", "Risk"),
                            ("onboarding", "Onboarding"),
                            ("adoption", "Adoption"),
                            ("satisfaction", "Satisfaction"),
                            ("relationship", "Relationship"),
                            ("renewal", "Renewal"),
                            ("expand", "Expand"),
                            ("handshake", "Handshake"),
                            ("other", "Other"),
                        ],
                        default="risk",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "cta_priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Urgent"), (2, "High"), (3, "Normal"), (4, "Low")],
                        default=3,
                        verbose_name="priority",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="due after, business days",
                    ),
                ),
                ("is_active", models.BooleanField(default=False)),
                ("activated_at", models.DateTimeField(null=True)),
                ("last_run_at", models.DateTimeField(null=True)),
                ("matched", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("pack", models.CharField(blank=True, default="", max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "activated_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "playbook",
                    core.tenancy.fields.WorkspaceForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbooks.playbook",
                        verbose_name="playbook",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "playbook"], name="playbooks_r_workspa_5e8de5_idx"),
                    models.Index(fields=["workspace", "activated_by"], name="playbooks_r_workspa_e14df1_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("pack", ""), _negated=True),
                        fields=("workspace", "pack"),
                        name="rule_of_pack_once",
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_rule_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="playbook", name="playbooks_rule_playbook_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="activated_by", name="playbooks_rule_activated_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cta",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk", "Risk"),
                            ("onboarding", "Onboarding"),
                            ("adoption", "Adoption"),
                            ("satisfaction", "Satisfaction"),
                            ("relationship", "Relationship"),
                            ("renewal", "Renewal"),
                            ("expand", "Expand"),
                            ("handshake", "Handshake"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Urgent"), (2, "High"), (3, "Normal"), (4, "Low")],
                        default=3,
                        verbose_name="priority",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("snoozed_until", models.DateField(blank=True, null=True)),
                ("origin", models.CharField(max_length=40)),
                ("origin_key", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Done"),
                            ("partly", "Partly done"),
                            ("without_effect", "Done, without effect"),
                            ("not_needed", "Not needed"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=2000)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ctas",
                        to="accounts.account",
                    ),
                ),
                (
                    "closed_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_ctas",
                        to="workspaces.member",
                    ),
                ),
                (
                    "opened_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_ctas",
                        to="workspaces.member",
                    ),
                ),
                (
                    "owner",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="owner",
                    ),
                ),
                (
                    "team",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
                (
                    "rule",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="playbooks.rule",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "origin_key"], name="cta_by_origin"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["workspace", "owner", "due_on"],
                        name="cta_of_owner",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["workspace", "due_on", "id"],
                        name="cta_by_due",
                    ),
                    models.Index(fields=["workspace", "-opened_at", "-id"], name="cta_newest"),
                    models.Index(fields=["workspace", "account"], name="playbooks_c_workspa_f918a9_idx"),
                    models.Index(fields=["workspace", "owner"], name="playbooks_c_workspa_beab2c_idx"),
                    models.Index(fields=["workspace", "team"], name="playbooks_c_workspa_5f5d68_idx"),
                    models.Index(fields=["workspace", "rule"], name="playbooks_c_workspa_879024_idx"),
                    models.Index(fields=["workspace", "opened_by"], name="playbooks_c_workspa_58a68a_idx"),
                    models.Index(fields=["workspace", "closed_by"], name="playbooks_c_workspa_e05633_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("workspace", "origin_key"),
                        name="cta_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="cta_closed_with_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", None), ("team", None), _connector="OR"),
                        name="cta_owner_is_person_or_team",
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_cta_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="playbooks_cta_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="playbooks_cta_owner_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="playbooks_cta_team_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="rule", name="playbooks_cta_rule_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="opened_by", name="playbooks_cta_opened_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="closed_by", name="playbooks_cta_closed_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("started_on", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="playbook_runs",
                        to="accounts.account",
                    ),
                ),
                (
                    "cta",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="playbooks.cta",
                    ),
                ),
                (
                    "ended_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_runs",
                        to="workspaces.member",
                    ),
                ),
                (
                    "playbook",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="playbooks.playbook",
                    ),
                ),
                (
                    "started_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "version",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="playbooks.playbookversion",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "account", "-started_at"], name="run_of_account"),
                    models.Index(fields=["workspace", "playbook"], name="playbooks_r_workspa_04c84b_idx"),
                    models.Index(fields=["workspace", "version"], name="playbooks_r_workspa_3f4794_idx"),
                    models.Index(fields=["workspace", "cta"], name="playbooks_r_workspa_25417d_idx"),
                    models.Index(fields=["workspace", "started_by"], name="playbooks_r_workspa_9afc9f_idx"),
                    models.Index(fields=["workspace", "ended_by"], name="playbooks_r_workspa_1ff4c4_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cta__isnull", False)),
                        fields=("workspace", "cta", "playbook"),
                        name="run_once_per_cta",
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_run_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="playbooks_run_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="playbook", name="playbooks_run_playbook_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="version", name="playbooks_run_version_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="cta", name="playbooks_run_cta_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="started_by", name="playbooks_run_started_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="ended_by", name="playbooks_run_ended_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "instructions",
                    models.CharField(blank=True, default="", max_length=4000, verbose_name="instructions"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("snoozed_until", models.DateField(blank=True, null=True)),
                ("checklist", models.JSONField(blank=True, default=list)),
                (
                    "visible_to_customer",
                    models.BooleanField(default=False, verbose_name="the customer sees it"),
                ),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by_contact", models.CharField(blank=True, default="", max_length=200)),
                ("is_skipped", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="accounts.account",
                    ),
                ),
                (
                    "created_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_tasks",
                        to="workspaces.member",
                    ),
                ),
                (
                    "cta",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="playbooks.cta",
                    ),
                ),
                (
                    "done_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="done_tasks",
                        to="workspaces.member",
                    ),
                ),
                (
                    "owner",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="owner",
                    ),
                ),
                (
                    "run",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="playbooks.run",
                    ),
                ),
                (
                    "step",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbooks.playbookstep",
                    ),
                ),
                (
                    "team",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["workspace", "owner", "due_on"],
                        name="task_of_owner",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["workspace", "due_on", "id"],
                        name="task_by_due",
                    ),
                    models.Index(fields=["workspace", "account"], name="playbooks_t_workspa_122bf0_idx"),
                    models.Index(fields=["workspace", "run"], name="playbooks_t_workspa_fc019f_idx"),
                    models.Index(fields=["workspace", "step"], name="playbooks_t_workspa_cdb589_idx"),
                    models.Index(fields=["workspace", "cta"], name="playbooks_t_workspa_aac478_idx"),
                    models.Index(fields=["workspace", "owner"], name="playbooks_t_workspa_6c6f58_idx"),
                    models.Index(fields=["workspace", "team"], name="playbooks_t_workspa_4df916_idx"),
                    models.Index(fields=["workspace", "created_by"], name="playbooks_t_workspa_0b0a8b_idx"),
                    models.Index(fields=["workspace", "done_by"], name="playbooks_t_workspa_7e93b0_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("run__isnull", False)),
                        fields=("workspace", "run", "step"),
                        name="task_once_per_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", False),
                            models.Q(("done_by", None), ("done_by_contact", ""), ("is_skipped", False)),
                            _connector="OR",
                        ),
                        name="task_done_by_somebody_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", None), ("team", None), _connector="OR"),
                        name="task_owner_is_person_or_team",
                    ),
                    core.tenancy.constraints.RowSecurity(name="playbooks_task_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="playbooks_task_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="run", name="playbooks_task_run_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="step", name="playbooks_task_step_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="cta", name="playbooks_task_cta_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="playbooks_task_owner_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="playbooks_task_team_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="playbooks_task_created_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="done_by", name="playbooks_task_done_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("changed", "changed"),
                            ("assigned", "assigned"),
                            ("snoozed", "snoozed"),
                            ("woken", "took out of snooze"),
                            ("ticked", "ticked"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True, default="", max_length=200)),
                ("detail", models.JSONField(default=dict)),
                (
                    "by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
                (
                    "cta",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="playbooks.cta",
                    ),
                ),
                (
                    "task",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="playbooks.task",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "cta", "at"], name="act_of_cta"),
                    models.Index(fields=["workspace", "task", "at"], name="act_of_task"),
                    models.Index(fields=["workspace", "by"], name="playbooks_a_workspa_9d7791_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="playbooks_act_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="cta", name="playbooks_act_cta_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="task", name="playbooks_act_task_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="by", name="playbooks_act_by_same_workspace"
                    ),
                ],
            },
        ),
    ]
