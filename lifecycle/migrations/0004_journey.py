import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_made_files"),
        ("lifecycle", "0003_decisions_by_term_end"),
        ("workspaces", "0007_country_of_working_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "Entry criterion"), ("exit", "Exit criterion")], max_length=5
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="criterion")),
                ("is_required", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                    models.Index(fields=["workspace", "stage", "kind", "position"], name="criterion_of_stage")
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_criterion_row_security")
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionTick",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ticked_at", models.DateTimeField()),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.account"
                    ),
                ),
                (
                    "criterion",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="lifecycle.criterion",
                    ),
                ),
                (
                    "ticked_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workspaces.member"
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
                    models.Index(fields=["workspace", "criterion"], name="lifecycle_c_workspa_ab7c6b_idx"),
                    models.Index(fields=["workspace", "ticked_by"], name="lifecycle_c_workspa_c2d045_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "account", "criterion"), name="criterion_tick_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_criteriontick_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="lifecycle_criteriontick_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="criterion", name="lifecycle_criteriontick_criterion_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="ticked_by", name="lifecycle_criteriontick_ticked_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handshake",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Land to Adopt"),
                            (2, "Adopt to Expand"),
                            (3, "Adopt to Renew"),
                            (4, "Renew to Land"),
                        ],
                        verbose_name="kind",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("person", "Opened by a person"),
                            ("stage", "Opened by a change of stage"),
                            ("renewal", "Opened 90 days before the term’s end"),
                        ],
                        max_length=8,
                    ),
                ),
                ("origin_key", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("delivered", "Delivered"),
                            ("returned", "Returned"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                            ("not_needed", "Not needed: giver and receiver are one person"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("form", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handshakes",
                        to="accounts.account",
                    ),
                ),
                (
                    "contract",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.contract",
                    ),
                ),
                (
                    "giver",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="hands over",
                    ),
                ),
                (
                    "receiver",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="receives",
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
                        fields=["workspace", "account", "-opened_at", "-id"], name="handshake_of_account"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["draft", "delivered", "returned"])),
                        fields=["workspace", "due_on"],
                        name="handshake_open_by_due",
                    ),
                    models.Index(fields=["workspace", "contract"], name="lifecycle_h_workspa_717760_idx"),
                    models.Index(fields=["workspace", "giver"], name="lifecycle_h_workspa_7c98f2_idx"),
                    models.Index(fields=["workspace", "receiver"], name="lifecycle_h_workspa_614924_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "delivered", "returned"])),
                        fields=("workspace", "account", "kind", "origin_key"),
                        name="handshake_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("origin", "renewal")),
                        fields=("workspace", "origin_key"),
                        name="handshake_of_renewal_once",
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_handshake_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="lifecycle_handshake_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contract", name="lifecycle_handshake_contract_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="giver", name="lifecycle_handshake_giver_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="receiver", name="lifecycle_handshake_receiver_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandshakeItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("proposal", "Customer proposal"),
                            ("outcomes", "Desired business outcomes"),
                            ("stakeholders", "Customer stakeholders"),
                            ("form", "Handover form"),
                            ("metrics", "Adoption metrics"),
                            ("timeline", "Timeline"),
                            ("constraints", "Constraints"),
                            ("promises", "Promises made in the sale"),
                            ("opportunity", "Opportunity"),
                            ("adoption_plan", "Adoption plan"),
                            ("health", "Health score"),
                            ("usage", "Consumption"),
                            ("plan_done", "Completion of the adoption plan"),
                            ("value", "Proof of value"),
                            ("terms", "Contract terms"),
                            ("tickets", "Open tickets"),
                            ("risk", "Churn risk"),
                            ("new_items", "New items not covered by the renewal"),
                            ("reason", "Reason to renew or upgrade"),
                            ("resources_plan", "Resources plan"),
                            ("offer", "Customer proposal with solution and price"),
                            ("renewal_list", "Final list to be renewed"),
                            ("renewal_offer", "Renewal quotation and proposal"),
                            ("upgrade_list", "List to cover or upgrade"),
                            ("upgrade_offer", "Upgrade quotation and proposal"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("give", "Handed over"), ("make", "Made by the receiver")],
                        default="give",
                        max_length=4,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("is_required", models.BooleanField(default=False)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Written by hand"),
                            ("files", "Files of the account"),
                            ("contacts", "Contacts"),
                            ("contract", "Contract"),
                            ("health", "Health score"),
                            ("usage", "Usage"),
                            ("tickets", "Tickets"),
                            ("risk", "Signs of churn"),
                            ("promises", "Promises"),
                            ("plan", "Success plan"),
                            ("form", "Handover form"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True, default="", max_length=2000, verbose_name="what is handed over"
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "missing_reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="why it is missing"
                    ),
                ),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("look", "To look at"),
                            ("checked", "Checked"),
                            ("question", "Question open"),
                        ],
                        default="look",
                        max_length=8,
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "question",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="question"),
                ),
                ("answer", models.CharField(blank=True, default="", max_length=500, verbose_name="answer")),
                (
                    "checked_by",
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
                        verbose_name="document",
                    ),
                ),
                (
                    "given_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "handshake",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="lifecycle.handshake",
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
                    models.Index(fields=["workspace", "file"], name="lifecycle_h_workspa_3a66ee_idx"),
                    models.Index(fields=["workspace", "given_by"], name="lifecycle_h_workspa_edb33b_idx"),
                    models.Index(fields=["workspace", "checked_by"], name="lifecycle_h_workspa_1b0c66_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "handshake", "side", "key"), name="handshake_item_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_handshakeitem_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="handshake", name="lifecycle_handshakeitem_handshake_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="lifecycle_handshakeitem_file_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="given_by", name="lifecycle_handshakeitem_given_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="checked_by", name="lifecycle_handshakeitem_checked_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandshakeSetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Land to Adopt"),
                            (2, "Adopt to Expand"),
                            (3, "Adopt to Renew"),
                            (4, "Renew to Land"),
                        ]
                    ),
                ),
                ("deliver_days", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField()),
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
                    models.UniqueConstraint(fields=("workspace", "kind"), name="handshake_setting_once"),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_handshakesetting_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandshakeStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened it"),
                            ("people", "named who hands over and who receives"),
                            ("given", "wrote down"),
                            ("missing", "said why it is missing:"),
                            ("form", "filled in the handover form"),
                            ("delivered", "delivered it"),
                            ("checked", "checked"),
                            ("unchecked", "looks again at"),
                            ("asked", "asked about"),
                            ("answered", "answered about"),
                            ("returned", "returned it"),
                            ("accepted", "accepted it"),
                            ("owner", "became the owner as"),
                            ("made", "made"),
                            ("reminded", "reminded of"),
                            ("withdrawn", "withdrew it"),
                            ("not_needed", "holds both roles; nothing to hand over"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposal", "Customer proposal"),
                            ("outcomes", "Desired business outcomes"),
                            ("stakeholders", "Customer stakeholders"),
                            ("form", "Handover form"),
                            ("metrics", "Adoption metrics"),
                            ("timeline", "Timeline"),
                            ("constraints", "Constraints"),
                            ("promises", "Promises made in the sale"),
                            ("opportunity", "Opportunity"),
                            ("adoption_plan", "Adoption plan"),
                            ("health", "Health score"),
                            ("usage", "Consumption"),
                            ("plan_done", "Completion of the adoption plan"),
                            ("value", "Proof of value"),
                            ("terms", "Contract terms"),
                            ("tickets", "Open tickets"),
                            ("risk", "Churn risk"),
                            ("new_items", "New items not covered by the renewal"),
                            ("reason", "Reason to renew or upgrade"),
                            ("resources_plan", "Resources plan"),
                            ("offer", "Customer proposal with solution and price"),
                            ("renewal_list", "Final list to be renewed"),
                            ("renewal_offer", "Renewal quotation and proposal"),
                            ("upgrade_list", "List to cover or upgrade"),
                            ("upgrade_offer", "Upgrade quotation and proposal"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=1000)),
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
                    "handshake",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="lifecycle.handshake",
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
                    models.Index(fields=["workspace", "handshake", "-at", "-id"], name="step_of_handshake"),
                    models.Index(fields=["workspace", "by"], name="lifecycle_h_workspa_f3cfff_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_handshakestep_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="by", name="lifecycle_handshakestep_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=500, verbose_name="promise")),
                ("made_on", models.DateField(verbose_name="made on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="note")),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="accounts.account",
                    ),
                ),
                (
                    "decided_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "made_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="made by",
                    ),
                ),
                (
                    "made_to",
                    core.tenancy.fields.WorkspaceForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.contact",
                        verbose_name="to whom",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "account", "due_on"], name="promise_of_account"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["workspace", "due_on"],
                        name="promise_open_by_due",
                    ),
                    models.Index(fields=["workspace", "made_to"], name="lifecycle_p_workspa_f75f81_idx"),
                    models.Index(fields=["workspace", "made_by"], name="lifecycle_p_workspa_b9be56_idx"),
                    models.Index(fields=["workspace", "owner"], name="lifecycle_p_workspa_4da879_idx"),
                    models.Index(fields=["workspace", "decided_by"], name="lifecycle_p_workspa_56194c_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_promise_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="lifecycle_promise_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="made_to", name="lifecycle_promise_made_to_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="made_by", name="lifecycle_promise_made_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="owner", name="lifecycle_promise_owner_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="decided_by", name="lifecycle_promise_decided_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("from_sub_stage", models.CharField(blank=True, default="", max_length=80)),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        max_length=8,
                    ),
                ),
                ("to_sub_stage", models.CharField(blank=True, default="", max_length=80)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("person", "Moved by a person"),
                            ("start", "First stage"),
                            ("import", "Came with an import"),
                            ("return", "Came back"),
                            ("undo", "Undone"),
                        ],
                        default="person",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ("unmet", models.JSONField(default=list)),
                ("moved_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "moved_by",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["workspace", "account", "-moved_at", "-id"], name="stage_move_of_account"
                    ),
                    models.Index(fields=["workspace", "moved_by"], name="lifecycle_s_workspa_93bc0c_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="lifecycle_stagemove_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="moved_by", name="lifecycle_stagemove_moved_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageSetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "owner_role",
                    models.CharField(
                        choices=[
                            ("csm", "CSM"),
                            ("am", "Account Manager"),
                            ("dm", "Delivery Manager"),
                            ("rm", "Renewal Manager"),
                        ],
                        max_length=4,
                        verbose_name="owner",
                    ),
                ),
                ("shares", models.JSONField(default=dict)),
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
                    models.UniqueConstraint(fields=("workspace", "stage"), name="stage_setting_once"),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_stagesetting_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubStage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=80)),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                    models.UniqueConstraint(
                        fields=("workspace", "stage", "name_key"), name="sub_stage_named_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_substage_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountStage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("land", "Land"),
                            ("adopt", "Adopt"),
                            ("expand", "Expand"),
                            ("renew", "Renew"),
                        ],
                        max_length=8,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("sub_entered_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_rows",
                        to="accounts.account",
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
                    "sub_stage",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_rows",
                        to="lifecycle.substage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "sub_stage"], name="lifecycle_a_workspa_77a022_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "account"), name="account_stage_once"),
                    core.tenancy.constraints.RowSecurity(name="lifecycle_accountstage_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="lifecycle_accountstage_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="sub_stage", name="lifecycle_accountstage_sub_stage_same_workspace"
                    ),
                ],
            },
        ),
    ]
