import django.db.models.deletion
import django.db.models.functions.text
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
            name="PortalLogin",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("is_admin", models.BooleanField(default=False)),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("invited_at", models.DateTimeField()),
                ("first_seen_at", models.DateTimeField(null=True)),
                ("last_seen_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="closed_portal_logins",
                        to="workspaces.member",
                    ),
                ),
                (
                    "contact",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="portal_logins",
                        to="accounts.contact",
                    ),
                ),
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
                    "invited_by_contact",
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
                    models.Index(fields=["workspace", "invited_by"], name="portal_port_workspa_78f6c8_idx"),
                    models.Index(
                        fields=["workspace", "invited_by_contact"], name="portal_port_workspa_1a6e59_idx"
                    ),
                    models.Index(fields=["workspace", "closed_by"], name="portal_port_workspa_cc630e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "email"), name="portal_login_address_once"),
                    models.UniqueConstraint(
                        fields=("workspace", "contact"), name="portal_login_contact_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="portal_login_address_is_lower_case",
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_portallogin_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="contact", name="portal_portallogin_contact_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="invited_by", name="portal_portallogin_invited_by_same_workspace"
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="invited_by_contact",
                        name="portal_portallogin_invited_by_contact_same_workspace",
                    ),
                    core.tenancy.constraints.SameWorkspace(
                        field="closed_by", name="portal_portallogin_closed_by_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalSession",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("secret_hash", models.CharField(max_length=64)),
                ("epoch", models.PositiveIntegerField()),
                ("is_admin", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("address", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, default="", max_length=300)),
                (
                    "login",
                    core.tenancy.fields.WorkspaceForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="portal.portallogin",
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
                    models.Index(fields=["workspace", "login", "-seen_at"], name="portal_session_of_login")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "secret_hash"), name="portal_session_secret_once"
                    ),
                    core.tenancy.constraints.RowSecurity(name="portal_portalsession_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="login", name="portal_portalsession_login_same_workspace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalTry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("is_invitation", models.BooleanField(default=False)),
                ("browser_hash", models.CharField(blank=True, default="", max_length=64)),
                ("code_hash", models.CharField(blank=True, default="", max_length=64)),
                ("link_hash", models.CharField(blank=True, default="", max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("path", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "login",
                    core.tenancy.fields.WorkspaceForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="portal.portallogin",
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
                    models.Index(fields=["workspace", "email", "-created_at"], name="portal_try_of_email"),
                    models.Index(fields=["workspace", "address", "-created_at"], name="portal_try_of_client"),
                    models.Index(fields=["workspace", "created_at"], name="portal_try_by_age"),
                    models.Index(
                        condition=models.Q(("browser_hash", ""), _negated=True),
                        fields=["workspace", "browser_hash"],
                        name="portal_try_of_browser",
                    ),
                    models.Index(
                        condition=models.Q(("link_hash", ""), _negated=True),
                        fields=["workspace", "link_hash"],
                        name="portal_try_by_link",
                    ),
                    models.Index(fields=["workspace", "login"], name="portal_port_workspa_24d3c4_idx"),
                ],
                "constraints": [
                    core.tenancy.constraints.RowSecurity(name="portal_portaltry_row_security"),
                    core.tenancy.constraints.SameWorkspace(
                        field="login", name="portal_portaltry_login_same_workspace"
                    ),
                ],
            },
        ),
    ]
