import datetime

import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_invoices_by_hand"),
        ("portal", "0001_logins"),
        ("workspaces", "0010_where_answers_go"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("subject_key", models.CharField(editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("problem", "Problem"),
                            ("request", "Request for a change"),
                            ("contract", "Contract or invoice"),
                            ("feedback", "Feedback"),
                        ],
                        default="question",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        default="normal",
                        max_length=8,
                        verbose_name="priority",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "In work"),
                            ("waiting", "Waiting for the customer"),
                            ("closed", "Solved"),
                        ],
                        default="new",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("mail", "E-mail"),
                            ("chat", "Chat"),
                            ("staff", "Opened by a colleague"),
                        ],
                        default="portal",
                        max_length=8,
                    ),
                ),
                ("opener_name", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("response_due_at", models.DateTimeField()),
                ("manager_due_at", models.DateTimeField()),
                ("responded_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("manager_told_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("calmed_at", models.DateTimeField(null=True)),
                ("escalation_reason", models.CharField(blank=True, default="", max_length=1000)),
                ("closed_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("comment", models.CharField(blank=True, default="", max_length=1000)),
                ("rated_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiries",
                        to="accounts.account",
                    ),
                ),
                (
                    "assignee",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="works on it",
                    ),
                ),
                (
                    "opener",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.contact",
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
                        fields=["workspace", "account", "-moved_at", "-id"], name="inquiry_of_account"
                    ),
                    models.Index(fields=["workspace", "-opened_at", "-id"], name="inquiry_newest"),
                    models.Index(fields=["workspace", "assignee", "status"], name="inquiry_of_member"),
                    models.Index(
                        condition=models.Q(("breached_at", None), ("responded_at", None)),
                        fields=["workspace", "response_due_at"],
                        name="inquiry_unanswered",
                    ),
                    models.Index(
                        condition=models.Q(("manager_told_at", None), ("responded_at", None)),
                        fields=["workspace", "manager_due_at"],
                        name="inquiry_manager_untold",
                    ),
                    models.Index(fields=["workspace", "opener"], name="portal_inqu_workspa_6af5f2_idx"),
                    models.Index(fields=["workspace", "team"], name="portal_inqu_workspa_91fc8d_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "number"), name="inquiry_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("assignee", None), ("team", None), _connector="OR"),
                        name="inquiry_has_one_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__range", (1, 5)), _connector="OR"),
                        name="inquiry_score_of_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            models.Q(models.Q(("status", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="inquiry_closed_has_its_moment",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_inquiry_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_inquiry_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="opener", name="portal_inquiry_opener_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="assignee", name="portal_inquiry_assignee_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="portal_inquiry_team_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_internal", models.BooleanField()),
                ("body", models.TextField()),
                ("author_name", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("mail", "E-mail"),
                            ("chat", "Chat"),
                            ("staff", "Opened by a colleague"),
                        ],
                        default="portal",
                        max_length=8,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("message_id", models.CharField(max_length=200, null=True)),
                ("left_out", models.TextField(blank=True, default="")),
                (
                    "author",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "contact",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.contact",
                    ),
                ),
                (
                    "inquiry",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="portal.inquiry",
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
                    models.Index(fields=["workspace", "inquiry", "id"], name="inquiry_message_in_order"),
                    models.Index(fields=["workspace", "author"], name="portal_inqu_workspa_daf23b_idx"),
                    models.Index(fields=["workspace", "contact"], name="portal_inqu_workspa_da9cb3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "message_id"), name="inquiry_mail_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author", None), ("contact", None), _connector="OR"),
                        name="inquiry_message_of_one_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_internal", False), ("contact", None), _connector="OR"),
                        name="inquiry_note_is_of_staff",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_inquirymessage_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="inquiry", name="portal_inquirymessage_inquiry_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="author", name="portal_inquirymessage_author_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="portal_inquirymessage_contact_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "message",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="portal.inquirymessage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace", "message"], name="inquiry_file_of_message")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "file"), name="inquiry_file_once"),
                    core.tenancy.constraints.RowSecurity(name="portal_inquiryfile_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="message", name="portal_inquiryfile_message_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="portal_inquiryfile_file_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("is_active", models.BooleanField(default=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "Question"),
                            ("problem", "Problem"),
                            ("request", "Request for a change"),
                            ("contract", "Contract or invoice"),
                            ("feedback", "Feedback"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="priority",
                    ),
                ),
                (
                    "segment",
                    models.CharField(
                        blank=True,
                        choices=[("enterprise", "Enterprise"), ("mid_market", "Mid-Market"), ("smb", "SMB")],
                        default="",
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                (
                    "role",
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
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "member",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "team",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.team",
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
                    models.Index(fields=["workspace", "position", "id"], name="inquiry_rule_in_order"),
                    models.Index(fields=["workspace", "account"], name="portal_inqu_workspa_bbfa82_idx"),
                    models.Index(fields=["workspace", "member"], name="portal_inqu_workspa_c8cc20_idx"),
                    models.Index(fields=["workspace", "team"], name="portal_inqu_workspa_694841_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("role", ""), ("team", None)),
                            models.Q(("member", None), ("role", ""), ("team__isnull", False)),
                            models.Q(("member", None), ("team", None), models.Q(("role", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="inquiry_rule_has_one_target",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_inquiryrule_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_inquiryrule_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="portal_inquiryrule_member_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="portal_inquiryrule_team_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquirySetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("response_days", models.PositiveSmallIntegerField(default=1)),
                ("urgent_minutes", models.PositiveSmallIntegerField(null=True)),
                ("manager_minutes", models.PositiveSmallIntegerField(default=120)),
                ("opens_at", models.TimeField(default=datetime.time(9, 0))),
                ("closes_at", models.TimeField(default=datetime.time(17, 0))),
                ("break_from", models.TimeField(null=True)),
                ("break_to", models.TimeField(null=True)),
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
                    models.UniqueConstraint(fields=("workspace",), name="inquiry_setting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="inquiry_hours_open_first",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_inquirysetting_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened it"),
                            ("answered", "answered"),
                            ("wrote", "wrote"),
                            ("noted", "left a note"),
                            ("assigned", "handed it to"),
                            ("status", "set the status:"),
                            ("priority", "set the priority:"),
                            ("kind", "set the type:"),
                            ("breached", "saw the first answer late"),
                            ("escalated", "escalated it"),
                            ("calmed", "ended the escalation"),
                            ("closed", "closed it as solved"),
                            ("reopened", "reopened it"),
                            ("rated", "rated it:"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, default="", max_length=1000)),
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
                    "inquiry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="portal.inquiry",
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
                    models.Index(fields=["workspace", "inquiry", "id"], name="inquiry_step_in_order"),
                    models.Index(fields=["workspace", "by"], name="portal_inqu_workspa_e7ee1f_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="portal_inquirystep_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="by", name="portal_inquirystep_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkedMail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("message_id", models.CharField(max_length=200)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_token", "The address names no inquiry"),
                            ("bad_token", "The address was not made by this platform"),
                            ("other_sender", "Sent by somebody else than the contact asked"),
                            ("no_contact", "The contact or the inquiry is gone"),
                            ("empty", "Nothing is left beside the quoted text"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sender", models.CharField(max_length=254)),
                ("recipient", models.CharField(max_length=254)),
                ("subject", models.CharField(blank=True, default="", max_length=300)),
                ("body", models.TextField(blank=True, default="")),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["workspace", "-received_at", "-id"],
                        name="parked_mail_waiting",
                    ),
                    models.Index(fields=["workspace", "settled_by"], name="portal_park_workspa_1005a3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "message_id"), name="parked_mail_once"),
                    core.tenancy.constraints.RowSecurity(name="portal_parkedmail_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="settled_by", name="portal_parkedmail_settled_by_same_workspace"
                    ),
                ],
            },
        ),
    ]
