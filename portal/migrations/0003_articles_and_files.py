import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_files_sent_by_contacts"),
        ("portal", "0002_inquiries"),
        ("workspaces", "0010_where_answers_go"),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fi", "Suomi"), ("uk", "Українська"), ("ru", "Русский")],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody, also without signing in"),
                            ("customers", "All customers"),
                            ("segment", "Customers of one segment"),
                            ("account", "One customer"),
                            ("staff", "Staff alone"),
                        ],
                        default="customers",
                        max_length=9,
                        verbose_name="who may read it",
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
                ("slug", models.SlugField(allow_unicode=True, db_index=False, max_length=80)),
                ("plain", models.TextField(blank=True, default="", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(null=True)),
                ("shown_number", models.PositiveIntegerField(default=1)),
                ("latest_number", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.account",
                        verbose_name="customer",
                    ),
                ),
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
                        fields=["workspace", "status", "audience", "-published_at"], name="article_newest"
                    ),
                    models.Index(
                        condition=models.Q(("place__isnull", False)),
                        fields=["workspace", "place"],
                        name="article_to_read_first",
                    ),
                    models.Index(fields=["workspace", "-changed_at", "-id"], name="article_by_change"),
                    models.Index(fields=["workspace", "account"], name="portal_arti_workspa_80b5fd_idx"),
                    models.Index(fields=["workspace", "author"], name="portal_arti_workspa_9ce1f1_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "slug"), name="article_slug_once"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 60000
                        ),
                        name="article_body_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("audience", "segment"),
                                models.Q(("segment", ""), _negated=True),
                                ("account", None),
                            ),
                            models.Q(("audience", "account"), ("account__isnull", False), ("segment", "")),
                            models.Q(
                                models.Q(("audience", "segment"), _negated=True),
                                models.Q(("audience", "account"), _negated=True),
                                ("account", None),
                                ("segment", ""),
                            ),
                            _connector="OR",
                        ),
                        name="article_says_to_whom",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_article_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_article_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="author", name="portal_article_author_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("written", "wrote it"),
                            ("saved", "saved a new version"),
                            ("restored", "took an older version up again"),
                            ("published", "published it"),
                            ("withdrawn", "took it back"),
                            ("archived", "archived it"),
                            ("reopened", "brought it back from the archive"),
                        ],
                        max_length=9,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "article",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="portal.article"
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "article", "-at", "-id"], name="article_act_newest"),
                    models.Index(fields=["workspace", "by"], name="portal_arti_workspa_61628d_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="portal_articleact_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="article", name="portal_articleact_article_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="by", name="portal_articleact_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fi", "Suomi"), ("uk", "Українська"), ("ru", "Русский")],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody, also without signing in"),
                            ("customers", "All customers"),
                            ("segment", "Customers of one segment"),
                            ("account", "One customer"),
                            ("staff", "Staff alone"),
                        ],
                        default="customers",
                        max_length=9,
                        verbose_name="who may read it",
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
                ("number", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.account",
                        verbose_name="customer",
                    ),
                ),
                (
                    "article",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="portal.article",
                    ),
                ),
                (
                    "saved_by",
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
                    models.Index(fields=["workspace", "account"], name="portal_arti_workspa_8775ea_idx"),
                    models.Index(fields=["workspace", "saved_by"], name="portal_arti_workspa_37170f_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "article", "number"), name="article_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("audience", "segment"),
                                models.Q(("segment", ""), _negated=True),
                                ("account", None),
                            ),
                            models.Q(("audience", "account"), ("account__isnull", False), ("segment", "")),
                            models.Q(
                                models.Q(("audience", "segment"), _negated=True),
                                models.Q(("audience", "account"), _negated=True),
                                ("account", None),
                                ("segment", ""),
                            ),
                            _connector="OR",
                        ),
                        name="article_version_says_to_whom",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_articleversion_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_articleversion_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="article", name="portal_articleversion_article_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="saved_by", name="portal_articleversion_saved_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleVote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_helpful", models.BooleanField()),
                ("voted_at", models.DateTimeField()),
                (
                    "article",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="portal.article"
                    ),
                ),
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
                "indexes": [
                    models.Index(fields=["workspace", "contact"], name="portal_arti_workspa_0d5809_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "article", "contact"), name="article_vote_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_articlevote_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="article", name="portal_articlevote_article_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="portal_articlevote_contact_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=40)),
                ("stem", models.CharField(max_length=40)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "article",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="portal.article"
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
                        fields=["workspace", "stem", "article", "weight"], name="article_word_by_stem"
                    ),
                    models.Index(
                        fields=["workspace", "word", "article", "weight"], name="article_word_by_word"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "article", "word"), name="article_word_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_articleword_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="article", name="portal_articleword_article_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("latest_number", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "account",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_files",
                        to="accounts.account",
                    ),
                ),
                (
                    "taken_back_by",
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
                        condition=models.Q(("taken_back_at", None)),
                        fields=["workspace", "account", "-changed_at", "-id"],
                        name="shared_file_newest",
                    ),
                    models.Index(fields=["workspace", "account", "id"], name="shared_file_of_account"),
                    models.Index(
                        fields=["workspace", "taken_back_by"], name="portal_shar_workspa_1e7c89_idx"
                    ),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="portal_sharedfile_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="account", name="portal_sharedfile_account_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="taken_back_by", name="portal_sharedfile_taken_back_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedFileVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
                ("restored_from", models.PositiveIntegerField(null=True)),
                (
                    "account_file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.accountfile",
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
                    "member",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.member",
                    ),
                ),
                (
                    "shared_file",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="portal.sharedfile",
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
                    models.Index(fields=["workspace", "account_file"], name="shared_version_of_file"),
                    models.Index(fields=["workspace", "member"], name="portal_shar_workspa_183f02_idx"),
                    models.Index(fields=["workspace", "contact"], name="portal_shar_workspa_db430c_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "shared_file", "number"), name="shared_file_version_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_sharedfileversion_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="shared_file", name="portal_sharedfileversion_shared_file_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="account_file", name="portal_sharedfileversion_account_file_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="member", name="portal_sharedfileversion_member_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="portal_sharedfileversion_contact_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordSlip",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slip", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
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
                "indexes": [models.Index(fields=["workspace", "word"], name="word_slip_of_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "slip", "word"), name="word_slip_once"),
                    core.tenancy.constraints.RowSecurity(name="portal_wordslip_row_security"),
                ],
            },
        ),
    ]
