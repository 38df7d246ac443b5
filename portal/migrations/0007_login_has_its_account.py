import django.db.models.deletion
from django.db import migrations

import core.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_files_sent_by_contacts"),
        ("portal", "0006_fill_login_account"),
    ]

    operations = [
        migrations.AlterField(
            model_name="portallogin",
            name="account",
            field=core.tenancy.fields.WorkspaceForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="portal_logins",
                to="accounts.account",
            ),
        ),
    ]
