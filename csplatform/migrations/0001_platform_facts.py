"""The one door through which the app role counts over all workspaces: csplatform.selectors. Numbers alone pass."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION platform_facts()
RETURNS TABLE (workspace_id bigint, kind text, state text, number double precision, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.workspace_id, 'mail',
           CASE WHEN m.status = 'sending' AND m.claimed_at <= now() - interval '10 minutes' THEN 'cut_off'
                ELSE m.status END,
           count(*)::float8,
           CASE WHEN m.status = 'sent' THEN 0
                ELSE greatest(0, extract(epoch FROM now() - min(m.next_attempt_at)))::float8 END
    FROM public.workspaces_outboxmessage m GROUP BY 1, 3, m.status
    UNION ALL
    SELECT e.workspace_id, 'news', CASE WHEN e.parked_at IS NULL THEN 'waiting' ELSE 'parked' END,
           count(*)::float8, greatest(0, extract(epoch FROM now() - min(e.next_attempt_at)))::float8
    FROM public.core_storedevent e WHERE e.delivered_at IS NULL GROUP BY 1, 3
    UNION ALL
    SELECT f.workspace_id, 'task', CASE WHEN f.parked_at IS NULL THEN 'failing' ELSE 'parked' END,
           count(*)::float8, greatest(0, extract(epoch FROM now() - min(f.first_failed_at)))::float8
    FROM public.core_failedtask f GROUP BY 1, 3
    UNION ALL
    SELECT i.workspace_id, 'import', i.state, count(*)::float8,
           greatest(0, extract(epoch FROM now() - min(i.queued_at)))::float8
    FROM public.integrations_import i WHERE i.state IN ('reading', 'checking', 'running') GROUP BY 1, 3
    UNION ALL
    SELECT x.workspace_id, 'export', x.state, count(*)::float8,
           greatest(0, extract(epoch FROM now() - min(x.queued_at)))::float8
    FROM public.integrations_export x WHERE x.state <> 'done' GROUP BY 1, 3
    UNION ALL
    SELECT q.workspace_id, 'print', q.state, count(*)::float8,
           greatest(0, extract(epoch FROM now() - min(q.queued_at)))::float8
    FROM public.reports_qbrsnapshot q WHERE q.state IN ('waiting', 'rendering', 'failed') GROUP BY 1, 3
    UNION ALL
    SELECT r.workspace_id, 'recompute', 'done',
           greatest(0, extract(epoch FROM r.finished_at - r.started_at))::float8,
           greatest(0, extract(epoch FROM now() - r.finished_at))::float8
    FROM (SELECT DISTINCT ON (h.workspace_id) h.workspace_id, h.started_at, h.finished_at
          FROM public.health_recompute h WHERE h.finished_at IS NOT NULL
          ORDER BY h.workspace_id, h.started_at DESC) r
$$;
COMMENT ON FUNCTION platform_facts() IS 'for the app role: how much waits in each workspace, numbers and ages';
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("core", "0005_failedtask"),
        ("workspaces", "0002_keep_secret_mails_private"),
        ("integrations", "0004_exports"),
        ("reports", "0001_qbr"),
        ("health", "0005_recompute_kind"),
    ]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION platform_facts()")]
