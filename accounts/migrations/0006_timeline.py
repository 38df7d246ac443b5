import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_renewable_contracts"),
        ("workspaces", "0002_keep_secret_mails_private"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("call", "Call"),
                            ("meeting", "Meeting"),
                            ("email", "E-mail"),
                        ],
                        default="note",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("body", models.TextField(verbose_name="text")),
                ("happened_at", models.DateTimeField(verbose_name="when")),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes"),
                ),
                ("is_pinned", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timeline_entries",
                        to="accounts.account",
                    ),
                ),
                (
                    "author",
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
                    models.Index(
                        condition=models.Q(("deleted_at", None)),
                        fields=["workspace", "account", "-happened_at", "-id"],
                        name="entry_newest",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False)),
                        fields=["workspace", "deleted_at"],
                        name="entry_in_bin",
                    ),
                    models.Index(fields=["workspace", "account"], name="accounts_ti_workspa_1a3bdb_idx"),
                    models.Index(fields=["workspace", "author"], name="accounts_ti_workspa_7f6ea1_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 10000
                        ),
                        name="entry_body_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duration_minutes", None),
                            ("duration_minutes__range", (1, 1440)),
                            _connector="OR",
                        ),
                        name="entry_lasts_a_day_at_most",
                    ),
                    core.tenancy.constraints.RowSecurity(name="accounts_timelineentry_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="accounts_timelineentry_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="author", name="accounts_timelineentry_author_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryMention",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                    "entry",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="accounts.timelineentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "member"], name="accounts_en_workspa_ed329a_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "entry", "member"), name="entry_mentions_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="accounts_entrymention_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="entry", name="accounts_entrymention_entry_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="accounts_entrymention_member_same_workspace"
                    ),
                ],
            },
        ),
    ]
