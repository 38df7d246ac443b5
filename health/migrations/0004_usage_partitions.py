"""Usage events by month, their ledger by workspace, and the one door through which a month is added."""

from django.db import migrations

OWN = "workspace_id = NULLIF(current_setting('app.workspace_id', true), '')::bigint"

TABLES = f"""
CREATE TABLE health_usageevent (
    workspace_id bigint NOT NULL REFERENCES workspaces_workspace (id),
    message_id varchar(240) NOT NULL,
    occurred_on date NOT NULL,
    account_id bigint NOT NULL,
    contract_id bigint,
    feature varchar(100) NOT NULL,
    user_key varchar(200) NOT NULL DEFAULT '',
    quantity bigint NOT NULL DEFAULT 1,
    duration_seconds bigint NOT NULL DEFAULT 0,
    error_count bigint NOT NULL DEFAULT 0,
    origin_batch_id bigint,
    origin_row integer,
    PRIMARY KEY (workspace_id, message_id, occurred_on),
    CONSTRAINT usage_figures_are_counts CHECK (quantity >= 0 AND duration_seconds >= 0 AND error_count >= 0),
    CONSTRAINT health_usageevent_account_same_workspace FOREIGN KEY (workspace_id, account_id)
        REFERENCES accounts_account (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT health_usageevent_contract_same_workspace FOREIGN KEY (workspace_id, contract_id)
        REFERENCES accounts_contract (workspace_id, id) ON DELETE SET NULL (contract_id)
        DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT health_usageevent_origin_batch_same_workspace FOREIGN KEY (workspace_id, origin_batch_id)
        REFERENCES workspaces_batch (workspace_id, id) ON DELETE SET NULL (origin_batch_id)
        DEFERRABLE INITIALLY IMMEDIATE
) PARTITION BY RANGE (occurred_on);
CREATE INDEX usage_by_day ON health_usageevent (workspace_id, occurred_on, account_id);
CREATE INDEX usage_of_account ON health_usageevent (workspace_id, account_id, occurred_on);
ALTER TABLE health_usageevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE health_usageevent FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON health_usageevent USING ({OWN}) WITH CHECK ({OWN});

CREATE TABLE health_usagemessage (
    workspace_id bigint NOT NULL REFERENCES workspaces_workspace (id),
    message_id varchar(240) NOT NULL,
    fingerprint uuid NOT NULL,
    figures uuid NOT NULL,
    occurred_on date NOT NULL,
    PRIMARY KEY (workspace_id, message_id)
) PARTITION BY HASH (workspace_id);
ALTER TABLE health_usagemessage ENABLE ROW LEVEL SECURITY;
ALTER TABLE health_usagemessage FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON health_usagemessage USING ({OWN}) WITH CHECK ({OWN});
"""

LEDGER = "".join(
    f"CREATE TABLE health_usagemessage_{part} PARTITION OF health_usagemessage "
    f"FOR VALUES WITH (MODULUS 8, REMAINDER {part});\n"
    for part in range(8)
)

# The app role owns nothing and cannot make a table. ATTACH instead of PARTITION OF: it does not lock out
# those who read usage meanwhile. There is no default partition: one that holds rows would block its month.
FUNCTION = """
CREATE FUNCTION ensure_usage_partition(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first date := date_trunc('month', day)::date;
    part text := 'health_usageevent_' || to_char(first, 'YYYYMM');
BEGIN
    IF day < DATE '2000-01-01' OR day > current_date + 731 THEN
        RAISE EXCEPTION 'usage of % is out of range', day USING ERRCODE = '22008';
    END IF;
    IF to_regclass('public.' || part) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('health_usageevent'));
    IF to_regclass('public.' || part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.health_usageevent INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    EXECUTE format('ALTER TABLE public.health_usageevent ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   part, first, (first + interval '1 month')::date);
    RETURN true;
END $$;
COMMENT ON FUNCTION ensure_usage_partition(date) IS 'for the app role: makes the month of a usage event';
"""

UNDO = """
DROP FUNCTION ensure_usage_partition(date);
DROP TABLE health_usageevent;
DROP TABLE health_usagemessage;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("health", "0003_usage"),
        ("accounts", "0002_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TABLES + LEDGER + FUNCTION, UNDO)]
