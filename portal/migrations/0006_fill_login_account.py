from django.db import migrations

FILL = """
UPDATE portal_portallogin l SET account_id = c.account_id
FROM accounts_contact c
WHERE c.workspace_id = l.workspace_id AND c.id = l.contact_id AND l.account_id IS NULL
"""


class Migration(migrations.Migration):
    """A login leads to the account at which its contact is."""

    dependencies = [("portal", "0005_login_account")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
