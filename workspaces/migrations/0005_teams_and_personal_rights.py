import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0004_acts_on_failed_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="scopes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="rolesetting",
            name="scopes",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="rolesetting",
            name="sees_money",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="rolesetting",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("all", "All accounts"),
                    ("own_teams", "Own teams' accounts"),
                    ("own_book", "Own book only"),
                ],
                max_length=10,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="securityact",
            name="kind",
            field=models.CharField(
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
                    ("rights_changed", "Rights changed"),
                    ("team_changed", "Team changed"),
                    ("member_left", "Member removed"),
                    ("member_returned", "Member brought back"),
                    ("settings_changed", "Settings changed"),
                    ("imported", "Data imported"),
                    ("exported", "Data exported"),
                    ("scorecard_published", "Scorecard published"),
                    ("work_retried", "Failed work run again"),
                    ("work_discarded", "Failed work discarded"),
                    ("refused", "Refused: no right to it"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("name_key", models.CharField(editable=False, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
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
                    models.UniqueConstraint(fields=("workspace", "name_key"), name="team_name_once"),
                    core.tenancy.constraints.RowSecurity(name="workspaces_team_row_security"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_lead", models.BooleanField(default=False)),
                (
                    "member",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_places",
                        to="workspaces.member",
                    ),
                ),
                (
                    "team",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
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
                    models.Index(fields=["workspace", "member"], name="workspaces__workspa_d7260a_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "team", "member"), name="team_member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("workspace", "team"),
                        name="team_has_one_lead",
                    ),
                    core.tenancy.constraints.RowSecurity(name="workspaces_teammember_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="workspaces_teammember_team_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="workspaces_teammember_member_same_workspace"
                    ),
                ],
            },
        ),
    ]
