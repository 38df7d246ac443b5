import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_invoices_by_hand"),
        ("portal", "0003_articles_and_files"),
        ("workspaces", "0010_where_answers_go"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatRoom",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("taken", "In work"),
                            ("handed", "Handed over"),
                            ("closed", "Closed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("waits_since", models.DateTimeField(null=True)),
                ("first_answer_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("contact_got", models.PositiveIntegerField(default=0)),
                ("contact_read", models.PositiveIntegerField(default=0)),
                ("staff_got", models.PositiveIntegerField(default=0)),
                ("staff_read", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_rooms",
                        to="accounts.account",
                    ),
                ),
                (
                    "agent",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                        verbose_name="agent",
                    ),
                ),
                (
                    "closed_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_rooms",
                        to="accounts.contact",
                    ),
                ),
                (
                    "inquiry",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portal.inquiry",
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
                "verbose_name": "chat",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["workspace", "account", "-opened_at", "-id"], name="chat_of_account"
                    ),
                    models.Index(fields=["workspace", "contact", "-id"], name="chat_of_contact"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["workspace", "last_at"],
                        name="chat_open",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["workspace", "-closed_at", "-id"],
                        name="chat_closed",
                    ),
                    models.Index(
                        condition=models.Q(("first_answer_at__isnull", False)),
                        fields=["workspace", "opened_at"],
                        name="chat_answered",
                    ),
                    models.Index(fields=["workspace", "inquiry"], name="portal_chat_workspa_7587f7_idx"),
                    models.Index(fields=["workspace", "agent"], name="portal_chat_workspa_26653f_idx"),
                    models.Index(fields=["workspace", "team"], name="portal_chat_workspa_f0820f_idx"),
                    models.Index(fields=["workspace", "closed_by"], name="portal_chat_workspa_e70ebd_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("workspace", "contact"),
                        name="chat_open_once",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_chatroom_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_chatroom_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="portal_chatroom_contact_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="inquiry", name="portal_chatroom_inquiry_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="agent", name="portal_chatroom_agent_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="team", name="portal_chatroom_team_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="closed_by", name="portal_chatroom_closed_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatParticipant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("joined_at", models.DateTimeField(null=True)),
                (
                    "member",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.member"
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
                    "room",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="portal.chatroom",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace", "member"], name="chat_of_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "room", "member"), name="chat_participant_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_chatparticipant_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="room", name="portal_chatparticipant_room_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="portal_chatparticipant_member_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("customer", "Customer"), ("staff", "Staff"), ("platform", "Platform")],
                        max_length=8,
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("taken", "Taken"),
                            ("handed", "Handed over"),
                            ("asked", "Asked to join"),
                            ("joined", "Joined"),
                            ("escalated", "Escalated"),
                            ("inquiry", "Made an inquiry"),
                            ("closed", "Closed"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("key", models.UUIDField()),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.storedfile",
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
                    "room",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="portal.chatroom",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "member"], name="portal_chat_workspa_7cd63a_idx"),
                    models.Index(fields=["workspace", "file"], name="portal_chat_workspa_50597b_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "room", "number"), name="chat_number_once"),
                    models.UniqueConstraint(fields=("workspace", "room", "key"), name="chat_key_once"),
                    core.tenancy.constraints.RowSecurity(name="portal_chatmessage_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="room", name="portal_chatmessage_room_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="portal_chatmessage_member_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="file", name="portal_chatmessage_file_same_workspace"
                    ),
                ],
            },
        ),
    ]
