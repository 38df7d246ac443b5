"""The one door through which the app role lets tables be analyzed: see core.statistics."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refresh_statistics(tables text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname = ANY (tables)
        ORDER BY c.relname
    LOOP
        EXECUTE format('ANALYZE public.%I', name);
    END LOOP;
END $$;
COMMENT ON FUNCTION refresh_statistics(text[]) IS 'for the app role: ANALYZE after many rows came in';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_submission")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION refresh_statistics(text[])")]
