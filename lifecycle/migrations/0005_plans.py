import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_invoices_by_hand"),
        ("lifecycle", "0004_journey"),
        ("workspaces", "0008_links_that_stop_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanOutcome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="business outcome")),
                (
                    "initiative",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="strategic initiative"
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(null=True, verbose_name="customer’s priority")),
                (
                    "success_factor",
                    models.CharField(
                        blank=True, default="", max_length=1000, verbose_name="critical success factor"
                    ),
                ),
                (
                    "status_now",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="status now"),
                ),
                (
                    "goal_state",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="goal"),
                ),
                (
                    "statement",
                    models.CharField(
                        blank=True, default="", max_length=1000, verbose_name="executive statement"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "In progress"), ("achieved", "Achieved"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("achieved_on", models.DateField(null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="PlanKpi",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="KPI")),
                ("unit", models.CharField(blank=True, default="", max_length=20, verbose_name="unit")),
                ("baseline", models.BigIntegerField(verbose_name="baseline")),
                ("target", models.BigIntegerField(verbose_name="target")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "Up: more is better"), ("down", "Down: less is better")],
                        default="up",
                        max_length=4,
                    ),
                ),
                (
                    "measured_how",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="how it is measured"
                    ),
                ),
                (
                    "measured_when",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="how often"),
                ),
                (
                    "measured_by",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="by whom"),
                ),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("latest", models.BigIntegerField(null=True)),
                ("latest_on", models.DateField(null=True)),
                ("reached_on", models.DateField(null=True)),
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
                (
                    "outcome",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kpis",
                        to="lifecycle.planoutcome",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "outcome", "id"], name="kpi_of_outcome"),
                    models.Index(
                        condition=models.Q(("reached_on__isnull", False)),
                        fields=["workspace", "reached_on"],
                        name="kpi_by_day_reached",
                    ),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_plankpi_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="outcome", name="lifecycle_plankpi_outcome_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessPlan",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "summary",
                    models.TextField(
                        blank=True, default="", max_length=4000, verbose_name="executive summary"
                    ),
                ),
                (
                    "finances",
                    models.TextField(
                        blank=True, default="", max_length=4000, verbose_name="finances and timescales"
                    ),
                ),
                (
                    "results",
                    models.TextField(
                        blank=True, default="", max_length=4000, verbose_name="measured results"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("shared", "Waiting for sign-off"),
                            ("signed", "Signed off"),
                            ("active", "Active"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                ("progress", models.PositiveSmallIntegerField(null=True)),
                ("goals", models.PositiveSmallIntegerField(default=0)),
                ("goals_reached", models.PositiveSmallIntegerField(default=0)),
                ("shared_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_name", models.CharField(blank=True, default="", max_length=200)),
                ("signed_revision", models.PositiveIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="success_plans",
                        to="accounts.account",
                    ),
                ),
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
                    "shared_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "signed_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.contact",
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
                        fields=["workspace", "account", "-created_at", "-id"], name="plan_of_account"
                    ),
                    models.Index(fields=["workspace", "status", "ends_on"], name="plan_by_status"),
                    models.Index(fields=["workspace", "owner"], name="lifecycle_s_workspa_f3bf35_idx"),
                    models.Index(fields=["workspace", "shared_by"], name="lifecycle_s_workspa_965428_idx"),
                    models.Index(fields=["workspace", "signed_by"], name="lifecycle_s_workspa_1f7eef_idx"),
                    models.Index(fields=["workspace", "created_by"], name="lifecycle_s_workspa_305516_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_successplan_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="lifecycle_successplan_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="lifecycle_successplan_owner_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="shared_by", name="lifecycle_successplan_shared_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="signed_by", name="lifecycle_successplan_signed_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="lifecycle_successplan_created_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "began the plan"),
                            ("changed", "changed the plan"),
                            ("added", "added"),
                            ("edited", "changed"),
                            ("removed", "removed"),
                            ("measured", "measured"),
                            ("reached", "reached the target of"),
                            ("done", "completed"),
                            ("undone", "reopened"),
                            ("achieved", "achieved"),
                            ("solved", "solved"),
                            ("shared", "shared the plan"),
                            ("withdrawn", "took the plan back"),
                            ("signed", "signed the plan off"),
                            ("active", "started the plan"),
                            ("closed", "closed the plan"),
                            ("reopened", "reopened the plan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("document", models.JSONField(null=True)),
                ("by_contact", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="lifecycle.successplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "plan", "-at", "-id"], name="plan_step_of_plan"),
                    models.Index(fields=["workspace", "by"], name="lifecycle_p_workspa_7c2585_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_planstep_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="by", name="lifecycle_planstep_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="planoutcome",
            name="plan",
            field=core.tenancy.fields.WorkspaceForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outcomes",
                to="lifecycle.successplan",
            ),
        ),
        migrations.CreateModel(
            name="PlanNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("solution", "Sold solution"),
                            ("person", "Team and roles"),
                            ("use_case", "Use cases"),
                            ("objective", "Adoption objectives"),
                            ("group", "Impacted groups"),
                            ("process", "Business-process changes"),
                            ("start", "Practices to start"),
                            ("stop", "Practices to stop"),
                            ("message", "Communication plan"),
                            ("resource", "Resources plan"),
                            ("risk", "Risks"),
                            ("win", "Key wins"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                ("more", models.CharField(blank=True, default="", max_length=1000)),
                ("who", models.CharField(blank=True, default="", max_length=120)),
                ("amount", models.PositiveIntegerField(null=True)),
                ("is_internal", models.BooleanField(default=False)),
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
                (
                    "plan",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="lifecycle.successplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace", "plan", "kind", "id"], name="note_of_plan")],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_plannote_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="plan", name="lifecycle_plannote_plan_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanDocument",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("language", models.CharField(default="en", max_length=10)),
                ("paper", models.CharField(default="a4", max_length=6)),
                ("data", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("has_money", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a worker"),
                            ("rendering", "Being made"),
                            ("done", "Made"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("pages", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=40)),
                (
                    "created_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workspaces.storedfile",
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
                    "plan",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="lifecycle.successplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "rendering"])),
                        fields=["workspace", "queued_at"],
                        name="plan_document_waiting",
                    ),
                    models.Index(fields=["workspace", "file"], name="lifecycle_p_workspa_87c7d8_idx"),
                    models.Index(fields=["workspace", "created_by"], name="lifecycle_p_workspa_726858_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "plan", "fingerprint"), name="plan_document_taken_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_plandocument_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="plan", name="lifecycle_plandocument_plan_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="lifecycle_plandocument_file_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="lifecycle_plandocument_created_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanBarrier",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=300, verbose_name="barrier")),
                (
                    "kind",
                    models.CharField(
                        choices=[("business", "Business"), ("technical", "Technical")],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("in_hand", "Being solved"), ("solved", "Solved")],
                        default="open",
                        max_length=7,
                        verbose_name="status",
                    ),
                ),
                ("since_on", models.DateField(null=True, verbose_name="since")),
                ("until_on", models.DateField(null=True, verbose_name="to be solved by")),
                (
                    "mitigation",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="mitigation"),
                ),
                ("is_internal", models.BooleanField(default=False)),
                ("solved_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "plan",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="barriers",
                        to="lifecycle.successplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "plan", "until_on", "id"], name="barrier_of_plan"),
                    models.Index(fields=["workspace", "owner"], name="lifecycle_p_workspa_686fe4_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_planbarrier_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="plan", name="lifecycle_planbarrier_plan_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="lifecycle_planbarrier_owner_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanActivity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("communication", "Communication"),
                            ("training", "Training"),
                            ("support", "Support"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="activity")),
                (
                    "text",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="description"),
                ),
                (
                    "objective",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="objective"),
                ),
                (
                    "audience",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="audience"),
                ),
                (
                    "developed_by",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="developed by"),
                ),
                (
                    "delivered_by",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="delivered by"),
                ),
                ("starts_on", models.DateField(null=True, verbose_name="starts")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("by_customer", models.BooleanField(default=False, verbose_name="the customer does it")),
                ("done_on", models.DateField(null=True, verbose_name="completed on")),
                ("done_by_contact", models.CharField(blank=True, default="", max_length=200)),
                ("invited", models.PositiveIntegerField(null=True, verbose_name="invited")),
                ("attended", models.PositiveIntegerField(null=True, verbose_name="attended")),
                ("rating", models.PositiveSmallIntegerField(null=True, verbose_name="rating")),
                (
                    "evidence",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="evidence"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "done_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.accountfile",
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
                    "plan",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="lifecycle.successplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "plan", "due_on", "id"], name="activity_of_plan"),
                    models.Index(
                        condition=models.Q(("done_on", None)),
                        fields=["workspace", "owner", "due_on"],
                        name="activity_due",
                    ),
                    models.Index(fields=["workspace", "owner"], name="lifecycle_p_workspa_7bc3a2_idx"),
                    models.Index(fields=["workspace", "done_by"], name="lifecycle_p_workspa_af3b65_idx"),
                    models.Index(fields=["workspace", "file"], name="lifecycle_p_workspa_0539a8_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_planactivity_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="plan", name="lifecycle_planactivity_plan_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="lifecycle_planactivity_owner_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="done_by", name="lifecycle_planactivity_done_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="lifecycle_planactivity_file_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KpiReading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("measured_on", models.DateField(verbose_name="measured on")),
                ("value", models.BigIntegerField(verbose_name="value")),
                (
                    "evidence",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="evidence"),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.accountfile",
                    ),
                ),
                (
                    "recorded_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                    "kpi",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="lifecycle.plankpi",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "file"], name="lifecycle_k_workspa_90ec68_idx"),
                    models.Index(fields=["workspace", "recorded_by"], name="lifecycle_k_workspa_726cb0_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "kpi", "measured_on"), name="kpi_read_once_a_day"
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_kpireading_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="kpi", name="lifecycle_kpireading_kpi_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="lifecycle_kpireading_file_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="recorded_by", name="lifecycle_kpireading_recorded_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="planoutcome",
            index=models.Index(fields=["workspace", "plan", "priority", "id"], name="outcome_of_plan"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=core.tenancy.constraints.RowSecurity(name="lifecycle_planoutcome_row_security"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=core.tenancy.constraints.SameWorkspace(
                field="plan", name="lifecycle_planoutcome_plan_same_workspace"
            ),
        ),
    ]
