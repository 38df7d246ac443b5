"""The statements of usage ingest, over the temporary table health_usage_in."""

# What an event is, and what it counted: the same id with the same fingerprint is the same event.
FIGURES = """
UPDATE health_usage_in
SET fingerprint = md5(jsonb_build_array(account_id, contract_id, occurred_on, feature, user_key)::text)::uuid,
    figures = md5(concat_ws(',', quantity, seconds, errors))::uuid
WHERE problem IS NULL
"""

# The id of a message in the ledger. The first fact that bore an id keeps it (in the ledger, else in the file); a
# second fact under the same id gets the id with its fingerprint, so that the same file again finds both.
MESSAGES = """
WITH firsts AS (
    SELECT DISTINCT ON (i.said) i.said, coalesce(l.fingerprint, i.fingerprint) AS fingerprint
    FROM health_usage_in i
    LEFT JOIN health_usagemessage l ON l.workspace_id = %(workspace)s AND l.message_id = i.said
    WHERE i.problem IS NULL AND i.said IS NOT NULL ORDER BY i.said, i.row_no
),
named AS (
    SELECT i.row_no,
           CASE WHEN i.said IS NULL
                THEN 'row:' || i.fingerprint || ':' || i.figures || ':'
                     || row_number() OVER (PARTITION BY i.said, i.fingerprint, i.figures ORDER BY i.row_no)
                WHEN f.fingerprint = i.fingerprint THEN i.said
                ELSE i.said || '#' || i.fingerprint END AS message_id
    FROM health_usage_in i LEFT JOIN firsts f ON f.said = i.said
    WHERE i.problem IS NULL
),
placed AS (
    SELECT n.row_no, n.message_id, l.figures AS known,
           row_number() OVER (PARTITION BY n.message_id ORDER BY n.row_no) > 1 AS is_repeat
    FROM named n LEFT JOIN health_usagemessage l ON l.workspace_id = %(workspace)s AND l.message_id = n.message_id
)
UPDATE health_usage_in i SET message_id = p.message_id, known = p.known, is_repeat = p.is_repeat
FROM placed p WHERE p.row_no = i.row_no
"""

NEW_EVENTS = """
WITH fresh AS (
    INSERT INTO health_usagemessage (workspace_id, message_id, fingerprint, figures, occurred_on)
    SELECT %(workspace)s, message_id, fingerprint, figures, occurred_on
    FROM health_usage_in WHERE problem IS NULL AND NOT is_repeat AND known IS NULL
    ON CONFLICT (workspace_id, message_id) DO NOTHING
    RETURNING message_id
),
written AS (
    INSERT INTO health_usageevent (workspace_id, message_id, occurred_on, account_id, contract_id, feature, user_key,
                                   quantity, duration_seconds, error_count, origin_batch_id, origin_row)
    SELECT %(workspace)s, i.message_id, i.occurred_on, i.account_id, i.contract_id, i.feature, i.user_key, i.quantity,
           i.seconds, i.errors, %(batch)s, i.row_no
    FROM health_usage_in i JOIN fresh f ON f.message_id = i.message_id
    WHERE NOT i.is_repeat
    RETURNING account_id
)
SELECT count(*), array_agg(DISTINCT account_id) FROM written
"""

SPANS = """
INSERT INTO health_usagespan AS s (workspace_id, account_id, first_on, last_on, first_user_on)
SELECT %(workspace)s, account_id, min(occurred_on), max(occurred_on), min(occurred_on) FILTER (WHERE user_key <> '')
FROM health_usage_in WHERE problem IS NULL GROUP BY account_id
ON CONFLICT (workspace_id, account_id) DO UPDATE
SET first_on = least(s.first_on, excluded.first_on), last_on = greatest(s.last_on, excluded.last_on),
    first_user_on = least(s.first_user_on, excluded.first_user_on)
WHERE (s.first_on, s.last_on, s.first_user_on) IS DISTINCT FROM
      (least(s.first_on, excluded.first_on), greatest(s.last_on, excluded.last_on),
       least(s.first_user_on, excluded.first_user_on))
"""

# Repeats inside the file are measured against its first row of the same message. Of two facts under one id that
# stand in one file, both rows are told.
WARNINGS = """
WITH firsts AS (SELECT message_id, figures FROM health_usage_in WHERE problem IS NULL AND NOT is_repeat),
doubles AS (SELECT DISTINCT said FROM health_usage_in WHERE problem IS NULL AND message_id <> said)
SELECT row_no, 'before_contract', named FROM health_usage_in
WHERE problem IS NULL AND occurred_on < contract_starts_on
UNION ALL
SELECT i.row_no, 'second_fact', i.said FROM health_usage_in i JOIN doubles d ON d.said = i.said WHERE i.problem IS NULL
UNION ALL
SELECT i.row_no, 'other_numbers', i.said
FROM health_usage_in i LEFT JOIN firsts f ON f.message_id = i.message_id
WHERE i.problem IS NULL AND i.figures <> coalesce(i.known, f.figures)
ORDER BY 1, 2
"""
