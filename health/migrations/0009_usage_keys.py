"""Usage events and their ledger name their workspace once: by the key of the account, and by the policy.

An event's account is a key of workspace and account together, so a key of the workspace alone says nothing more; the
ledger takes rows of the workspace in force only, by its policy. Each key cost a look-up for every event of a million.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE health_usageevent DROP CONSTRAINT health_usageevent_workspace_id_fkey;
ALTER TABLE health_usagemessage DROP CONSTRAINT health_usagemessage_workspace_id_fkey;
"""
BACK = """
ALTER TABLE health_usageevent ADD FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id);
ALTER TABLE health_usagemessage ADD FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id);
"""


class Migration(migrations.Migration):
    dependencies = [("health", "0008_group_default_metrics")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
