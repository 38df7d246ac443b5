import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        max_length=48,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$")
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("language", models.CharField(default="en", max_length=10)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("short_term_months", models.PositiveSmallIntegerField(default=3)),
                ("requires_second_factor", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("time_zone", models.CharField(blank=True, default="", max_length=64)),
                ("theme", models.CharField(default="system", max_length=6)),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "Admin"),
                            ("csm_lead", "CSM Lead"),
                            ("csm", "CSM"),
                            ("am", "Account Manager"),
                            ("dm", "Delivery Manager"),
                            ("rm", "Renewal Manager"),
                            ("support", "Support"),
                            ("finance", "Finance"),
                            ("marketing", "Marketing"),
                            ("executive", "Executive"),
                            ("observer", "Observer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("joined_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("left_at", models.DateTimeField(null=True)),
                ("book", models.CharField(default="mine", max_length=4)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("path", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
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
                    models.Index(fields=["workspace", "created_by"], name="workspaces__workspa_edc1a1_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "path"), name="stored_file_path_once"),
                    core.tenancy.constraints.RowSecurity(name="workspaces_storedfile_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="workspaces_storedfile_created_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecurityAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workspace_created", "Workspace created"),
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Sign-in failed"),
                            ("locked_out", "Locked out after failed sign-ins"),
                            ("signed_out", "Signed out"),
                            ("password_changed", "Password changed"),
                            ("second_factor_added", "Second factor added"),
                            ("second_factor_removed", "Second factor removed"),
                            ("session_ended", "Session ended from the list"),
                            ("invited", "Invited"),
                            ("invitation_accepted", "Invitation accepted"),
                            ("invitation_revoked", "Invitation withdrawn"),
                            ("role_changed", "Role changed"),
                            ("member_left", "Member removed"),
                            ("member_returned", "Member brought back"),
                            ("settings_changed", "Settings changed"),
                            ("imported", "Data imported"),
                            ("exported", "Data exported"),
                            ("scorecard_published", "Scorecard published"),
                            ("refused", "Refused: no right to it"),
                        ],
                        max_length=40,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("subject", models.CharField(blank=True, default="", max_length=254)),
                ("detail", models.JSONField(default=dict)),
                ("address", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, default="", max_length=300)),
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
                    models.Index(fields=["workspace", "-at", "-id"], name="security_act_newest"),
                    models.Index(fields=["workspace", "member"], name="workspaces__workspa_d16e49_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="workspaces_securityact_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="workspaces_securityact_member_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleSetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "Admin"),
                            ("csm_lead", "CSM Lead"),
                            ("csm", "CSM"),
                            ("am", "Account Manager"),
                            ("dm", "Delivery Manager"),
                            ("rm", "Renewal Manager"),
                            ("support", "Support"),
                            ("finance", "Finance"),
                            ("marketing", "Marketing"),
                            ("executive", "Executive"),
                            ("observer", "Observer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("all", "All accounts"), ("own_book", "Own book only")], max_length=10
                    ),
                ),
                ("sees_money", models.BooleanField()),
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
                    models.UniqueConstraint(fields=("workspace", "role"), name="role_setting_once"),
                    core.tenancy.constraints.RowSecurity(name="workspaces_rolesetting_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("to_address", models.EmailField(max_length=254)),
                ("to_name", models.CharField(blank=True, default="", max_length=120)),
                ("subject", models.CharField(max_length=300)),
                ("text_body", models.TextField()),
                ("html_body", models.TextField(blank=True, default="")),
                ("message_id", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("refused", "Refused by the mail server"),
                            ("parked", "Parked after repeated failures"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=500)),
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
                        condition=models.Q(("status", "waiting")),
                        fields=["workspace", "next_attempt_at"],
                        name="outbox_waiting",
                    ),
                    models.Index(fields=["workspace", "-created_at", "-id"], name="outbox_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "key"), name="outbox_key_once"),
                    core.tenancy.constraints.RowSecurity(name="workspaces_outboxmessage_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "Admin"),
                            ("csm_lead", "CSM Lead"),
                            ("csm", "CSM"),
                            ("am", "Account Manager"),
                            ("dm", "Delivery Manager"),
                            ("rm", "Renewal Manager"),
                            ("support", "Support"),
                            ("finance", "Finance"),
                            ("marketing", "Marketing"),
                            ("executive", "Executive"),
                            ("observer", "Observer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
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
                    models.Index(fields=["workspace", "invited_by"], name="workspaces__workspa_1372ad_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "secret_hash"), name="invitation_secret_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("workspace", "email"),
                        name="invitation_open_once",
                    ),
                    core.tenancy.constraints.RowSecurity(name="workspaces_invitation_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="invited_by", name="workspaces_invitation_invited_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=255)),
                ("created_at", models.DateTimeField()),
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
                    models.Index(fields=["workspace", "created_by"], name="workspaces__workspa_1d5608_idx")
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="workspaces_batch_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="created_by", name="workspaces_batch_created_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_is_lower_case",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["user"], name="member_of_person"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("workspace", "user"), name="member_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=core.tenancy.constraints.RowSecurity(
                name="workspaces_member_row_security", person="user_id"
            ),
        ),
    ]
