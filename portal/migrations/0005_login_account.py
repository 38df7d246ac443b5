import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_files_sent_by_contacts"),
        ("portal", "0004_chat"),
        ("workspaces", "0010_where_answers_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="portallogin",
            name="account",
            field=core.tenancy.fields.WorkspaceForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="portal_logins",
                to="accounts.account",
            ),
        ),
        migrations.AlterField(
            model_name="parkedmail",
            name="reason",
            field=models.CharField(
                choices=[
                    ("no_token", "The address names no inquiry"),
                    ("bad_token", "The address was not made by this platform"),
                    ("other_sender", "Sent by somebody else than the contact asked"),
                    ("no_contact", "The contact or the inquiry is gone"),
                    ("empty", "Nothing is left beside the quoted text"),
                    ("too_often", "The contact wrote sixty times within an hour"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="portallogin",
            index=models.Index(fields=["workspace", "account"], name="portal_port_workspa_b6cc55_idx"),
        ),
        migrations.AddConstraint(
            model_name="portallogin",
            constraint=core.tenancy.constraints.SameWorkspace(
                field="account", name="portal_portallogin_account_same_workspace"
            ),
        ),
    ]
