"""The statements of usage ingest, over the temporary table health_usage_in."""

# An event's id in the ledger is what the file says (READ has written it so) but for three kinds of rows, which alone
# are touched: those without an id, whose content is their id; those whose id stands twice in the file; those whose id
# the ledger knows. The first fact that bore an id keeps it (in the ledger, else in the file); a second fact under the
# same id gets the id with its fingerprint, so that the same file again finds both.
NAMES = """
WITH twice AS (
    SELECT said FROM health_usage_in WHERE problem IS NULL AND said IS NOT NULL GROUP BY said HAVING count(*) > 1
),
borne AS (
    SELECT i.row_no, i.said, i.fingerprint, l.fingerprint AS known_fingerprint
    FROM health_usage_in i
    LEFT JOIN twice t ON t.said = i.said
    LEFT JOIN health_usagemessage l ON l.workspace_id = %(workspace)s AND l.message_id = i.said
    WHERE i.problem IS NULL AND i.said IS NOT NULL AND (t.said IS NOT NULL OR l.message_id IS NOT NULL)
),
named AS (
    SELECT row_no,
           CASE WHEN fingerprint = coalesce(known_fingerprint,
                                            first_value(fingerprint) OVER (PARTITION BY said ORDER BY row_no))
                THEN said ELSE said || '#' || fingerprint END AS message_id
    FROM borne
    UNION ALL
    SELECT row_no, 'row:' || fingerprint || ':' || figures || ':'
                   || row_number() OVER (PARTITION BY fingerprint, figures ORDER BY row_no)
    FROM health_usage_in WHERE problem IS NULL AND said IS NULL
),
placed AS (
    SELECT n.row_no, n.message_id, l.figures AS known,
           row_number() OVER (PARTITION BY n.message_id ORDER BY n.row_no) > 1 AS is_repeat
    FROM named n LEFT JOIN health_usagemessage l ON l.workspace_id = %(workspace)s AND l.message_id = n.message_id
)
UPDATE health_usage_in i SET message_id = p.message_id, known = p.known, is_repeat = p.is_repeat
FROM placed p WHERE p.row_no = i.row_no
"""

MONTHS = """
SELECT DISTINCT date_trunc('month', d.occurred_on)::date
FROM (SELECT occurred_on FROM health_usage_in WHERE problem IS NULL GROUP BY occurred_on) AS d
"""

# Imports of usage into one workspace wait for each other, so nobody writes into the ledger between NAMES and this.
NEW_MESSAGES = """
INSERT INTO health_usagemessage (workspace_id, message_id, fingerprint, figures, occurred_on)
SELECT %(workspace)s, message_id, fingerprint, figures, occurred_on
FROM health_usage_in WHERE problem IS NULL AND NOT is_repeat AND known IS NULL
"""

NEW_EVENTS = """
WITH written AS (
    INSERT INTO health_usageevent (workspace_id, message_id, occurred_on, account_id, contract_id, feature, user_key,
                                   quantity, duration_seconds, error_count, origin_batch_id, origin_row)
    SELECT %(workspace)s, message_id, occurred_on, account_id, contract_id, feature, user_key, quantity, seconds, errors,
           %(batch)s, row_no
    FROM health_usage_in WHERE problem IS NULL AND NOT is_repeat AND known IS NULL
    RETURNING account_id
)
SELECT account_id, count(*) FROM written GROUP BY account_id
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

REFUSED = "SELECT row_no, problem, named FROM health_usage_in WHERE problem IS NOT NULL ORDER BY row_no"

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
WHERE i.problem IS NULL AND (i.is_repeat OR i.known IS NOT NULL) AND i.figures <> coalesce(i.known, f.figures)
ORDER BY 1, 2
"""
