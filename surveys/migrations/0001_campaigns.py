import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0015_invoices_by_hand"),
        ("workspaces", "0009_portal_acts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("nps", "NPS, 0 to 10"), ("csat", "CSAT, 1 to 5")],
                        default="nps",
                        max_length=4,
                        verbose_name="question",
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("once", "Once"),
                            ("quarterly", "Every quarter"),
                            ("after_inquiry", "After an inquiry closes"),
                        ],
                        default="quarterly",
                        max_length=13,
                        verbose_name="cadence",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("is_standing", models.BooleanField(default=False)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fi", "Suomi"), ("uk", "Українська"), ("ru", "Русский")],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("follows_contact", models.BooleanField(default=True)),
                ("subject", models.CharField(blank=True, default="", max_length=200, verbose_name="subject")),
                ("intro", models.CharField(blank=True, default="", max_length=1000, verbose_name="words")),
                (
                    "question",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="question"),
                ),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("audience", models.CharField(blank=True, default="", max_length=2000)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("open_days", models.PositiveSmallIntegerField(default=30)),
                ("change_days", models.PositiveSmallIntegerField(default=7)),
                ("reminder_days", models.PositiveSmallIntegerField(default=7)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="surveys_made",
                        to="workspaces.member",
                    ),
                ),
                (
                    "sender",
                    core.tenancy.fields.WorkspaceForeignKey(
                        blank=True,
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
                    models.Index(fields=["workspace", "state", "id"], name="survey_by_state"),
                    models.Index(fields=["workspace", "sender"], name="surveys_cam_workspa_58683f_idx"),
                    models.Index(fields=["workspace", "created_by"], name="surveys_cam_workspa_e529c3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_standing", True)),
                        fields=("workspace",),
                        name="survey_standing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("open_days__range", (1, 365)), ("change_days__lte", 365)),
                        name="survey_days_are_a_year_at_most",
                    ),
                    core.tenancy.constraints.RowSecurity(name="surveys_campaign_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="sender", name="surveys_campaign_sender_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="surveys_campaign_created_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyRest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stopped_at", models.DateTimeField()),
                (
                    "contact",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.contact"
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
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "contact"), name="survey_stopped_once"),
                    core.tenancy.constraints.RowSecurity(name="surveys_surveyrest_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="surveys_surveyrest_contact_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveySetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("quiet_days", models.PositiveSmallIntegerField(default=30)),
                ("loop_days", models.PositiveSmallIntegerField(default=14)),
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
                    models.UniqueConstraint(fields=("workspace",), name="survey_setting_once"),
                    core.tenancy.constraints.RowSecurity(name="surveys_surveysetting_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=8)),
                ("starts_on", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("left_out", models.JSONField(blank=True, default=dict)),
                (
                    "campaign",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waves",
                        to="surveys.campaign",
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
                    models.Index(fields=["workspace", "-starts_on", "-id"], name="survey_wave_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "campaign", "key"), name="survey_wave_once"),
                    core.tenancy.constraints.RowSecurity(name="surveys_wave_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="campaign", name="surveys_wave_campaign_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source_key", models.CharField(blank=True, default="", max_length=120)),
                ("source_subject", models.CharField(blank=True, default="", max_length=200)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fi", "Suomi"), ("uk", "Українська"), ("ru", "Русский")],
                        default="en",
                        max_length=2,
                    ),
                ),
                ("segment", models.CharField(blank=True, default="", max_length=12)),
                ("is_c_level", models.BooleanField(default=False)),
                ("nonce", models.CharField(max_length=43)),
                ("token_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("invited_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.account"
                    ),
                ),
                (
                    "campaign",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.campaign"
                    ),
                ),
                (
                    "contact",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.contact"
                    ),
                ),
                (
                    "csm",
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
                    "wave",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("invited_at", None)),
                        fields=["workspace", "campaign", "id"],
                        name="survey_to_invite",
                    ),
                    models.Index(
                        condition=models.Q(("answered_at", None), ("reminded_at", None)),
                        fields=["workspace", "campaign", "invited_at"],
                        name="survey_to_remind",
                    ),
                    models.Index(fields=["workspace", "contact", "invited_at"], name="survey_asked_lately"),
                    models.Index(fields=["workspace", "source_key"], name="survey_by_source"),
                    models.Index(fields=["workspace", "campaign"], name="surveys_rec_workspa_fa02ab_idx"),
                    models.Index(fields=["workspace", "account"], name="surveys_rec_workspa_a3ec20_idx"),
                    models.Index(fields=["workspace", "csm"], name="surveys_rec_workspa_0ce62e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "wave", "contact", "source_key"),
                        name="survey_asked_once_in_a_wave",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("workspace", "campaign", "source_key"),
                        name="survey_asked_once_of_a_source",
                    ),
                    models.UniqueConstraint(fields=("workspace", "token_hash"), name="survey_token_once"),
                    core.tenancy.constraints.RowSecurity(name="surveys_recipient_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="campaign", name="surveys_recipient_campaign_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="wave", name="surveys_recipient_wave_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="surveys_recipient_contact_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="surveys_recipient_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="csm", name="surveys_recipient_csm_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("segment", models.CharField(blank=True, default="", max_length=12)),
                ("listed", models.PositiveIntegerField()),
                ("listed_c_level", models.PositiveIntegerField()),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.account"
                    ),
                ),
                (
                    "csm",
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
                    "wave",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "account"], name="surveys_lis_workspa_656bf0_idx"),
                    models.Index(fields=["workspace", "csm"], name="surveys_lis_workspa_c15fbf_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "wave", "account"), name="survey_listing_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="surveys_listing_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="wave", name="surveys_listing_wave_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="surveys_listing_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="csm", name="surveys_listing_csm_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("nps", "NPS, 0 to 10"), ("csat", "CSAT, 1 to 5")],
                        max_length=4,
                        verbose_name="question",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("promoter", "Promoter"),
                            ("passive", "Passive"),
                            ("detractor", "Detractor"),
                        ],
                        db_column="score_group",
                        max_length=9,
                        verbose_name="group",
                    ),
                ),
                (
                    "comment",
                    models.CharField(blank=True, default="", max_length=2000, verbose_name="comment"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fi", "Suomi"), ("uk", "Українська"), ("ru", "Русский")],
                        default="en",
                        max_length=2,
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("positive", "Positive"),
                            ("neutral", "Neutral"),
                            ("negative", "Negative"),
                            ("unknown", "Unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="tone",
                    ),
                ),
                ("tone_score", models.SmallIntegerField(null=True)),
                ("segment", models.CharField(blank=True, default="", max_length=12)),
                ("is_c_level", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                ("answered_on", models.DateField()),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_answers",
                        to="accounts.account",
                    ),
                ),
                (
                    "contact",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.contact"
                    ),
                ),
                (
                    "csm",
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
                    "campaign",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.campaign"
                    ),
                ),
                (
                    "recipient",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.recipient"
                    ),
                ),
                (
                    "wave",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "-answered_at", "-id"], name="survey_answer_newest"),
                    models.Index(fields=["workspace", "kind", "answered_on"], name="survey_answer_by_day"),
                    models.Index(
                        fields=["workspace", "account", "-answered_at"], name="survey_answer_of_account"
                    ),
                    models.Index(fields=["workspace", "campaign"], name="surveys_ans_workspa_2ed051_idx"),
                    models.Index(fields=["workspace", "wave"], name="surveys_ans_workspa_a21ec9_idx"),
                    models.Index(fields=["workspace", "contact"], name="surveys_ans_workspa_516976_idx"),
                    models.Index(fields=["workspace", "csm"], name="surveys_ans_workspa_56a394_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "recipient"), name="survey_answered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "nps"), ("score__range", (0, 10))),
                            models.Q(("kind", "csat"), ("score__range", (1, 5))),
                            _connector="OR",
                        ),
                        name="survey_score_on_its_scale",
                    ),
                    core.tenancy.constraints.RowSecurity(name="surveys_answer_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="recipient", name="surveys_answer_recipient_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="campaign", name="surveys_answer_campaign_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="wave", name="surveys_answer_wave_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="surveys_answer_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="surveys_answer_contact_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="csm", name="surveys_answer_csm_same_workspace"
                    ),
                ],
            },
        ),
    ]
