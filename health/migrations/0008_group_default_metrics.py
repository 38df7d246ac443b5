from django.db import migrations

GROUPS = """
UPDATE health_metric SET heading = CASE
    WHEN key IN ('utilisation_features', 'utilisation_licences') THEN 'adoption'
    WHEN key IN ('sentiment', 'sponsor_coverage') THEN 'voice'
    WHEN key IN ('financial_health', 'growth') THEN 'money'
    ELSE heading END
WHERE key IN ('utilisation_features', 'utilisation_licences', 'sentiment', 'sponsor_coverage', 'financial_health', 'growth')
"""

# A version that scored must not change with its metrics.
SHELF_LIVES = """
UPDATE health_scorecardmetric w SET shelf_life_days = k.shelf_life_days
FROM health_metric k
WHERE k.workspace_id = w.workspace_id AND k.id = w.metric_id AND w.shelf_life_days IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("health", "0007_designer")]

    operations = [
        migrations.RunSQL(GROUPS, migrations.RunSQL.noop),
        migrations.RunSQL(SHELF_LIVES, migrations.RunSQL.noop),
    ]
