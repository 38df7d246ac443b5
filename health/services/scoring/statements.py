"""The two statements that write scores: of today, with what follows from a change, and of a past day."""

from collections.abc import Sequence

from accounts.models.bin import IN_BIN
from health.rules import Claim
from health.selectors.cards import Card
from health.selectors.figures import figures_sql

DIFFERS = """
(b.version_id, b.score, b.score_100, b.band, b.coverage_bp, b.ratings)
IS DISTINCT FROM (%(version)s, f.score, f.score_100, f.band, f.coverage_bp, f.ratings)
"""

RANK = "array_position(ARRAY['at_risk', 'monitor', 'healthy'], {})"

HISTORY = """
INSERT INTO health_score AS h (workspace_id, account_id, version_id, score, score_100, band, coverage_bp, ratings,
                               scored_on, computed_at, origin)
SELECT %(workspace)s, account_id, %(version)s, score, score_100, band, coverage_bp, ratings, %(day)s, %(now)s,
       %(origin)s
FROM changed
ON CONFLICT (workspace_id, account_id, scored_on) DO UPDATE
SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100, band = excluded.band,
    coverage_bp = excluded.coverage_bp, ratings = excluded.ratings, computed_at = excluded.computed_at,
    origin = excluded.origin
"""


#: Who is told of a fall: the CSM, else the AM; of a team its lead, without one everybody in it.
TOLD = """CROSS JOIN LATERAL (
        SELECT member_id, team_id FROM accounts_accountowner
        WHERE workspace_id = %(workspace)s AND account_id = c.account_id AND role IN ('csm', 'am')
        ORDER BY role DESC LIMIT 1
    ) AS held CROSS JOIN LATERAL (
        SELECT held.member_id WHERE held.member_id IS NOT NULL
        UNION ALL
        SELECT p.member_id FROM workspaces_teammember p
        WHERE p.workspace_id = %(workspace)s AND p.team_id = held.team_id
          AND (p.is_lead OR NOT EXISTS (
              SELECT FROM workspaces_teammember l WHERE l.workspace_id = %(workspace)s AND l.team_id = held.team_id AND l.is_lead
          ))
    ) AS o"""


def today_sql(card: Card, among: Sequence[Claim] = ()) -> str:
    """Write the present scores and their history, store the news of changed bands, and answer.

    Rows: first the counts (NULL, accounts, unknown, bands changed, NULL, NULL, changed), then the worst falls of
    each owner (account_id, score_100 before, after, band before, after, owner, that owner's falls in all). A
    fall is told only under the same version: another scorecard is no news of the customer. Unchanged rows are
    left out before the upsert, which would lock, and so write, each of them.
    """
    return f"""
WITH {figures_sql(card, among)},
changed AS MATERIALIZED (
    SELECT f.*, b.version_id AS version_before, b.band AS band_before, b.score_100 AS before
    FROM figures f
    LEFT JOIN health_currentscore b ON b.workspace_id = %(workspace)s AND b.account_id = f.account_id
    WHERE b.id IS NULL OR {DIFFERS}
),
present AS (
    INSERT INTO health_currentscore AS c (workspace_id, account_id, version_id, score, score_100, band, coverage_bp,
                                          ratings, since_on)
    SELECT %(workspace)s, account_id, %(version)s, score, score_100, band, coverage_bp, ratings, %(day)s FROM changed
    ON CONFLICT (workspace_id, account_id) DO UPDATE
    SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100,
        band = excluded.band, coverage_bp = excluded.coverage_bp, ratings = excluded.ratings,
        since_on = excluded.since_on
    WHERE (c.version_id, c.score, c.score_100, c.band, c.coverage_bp, c.ratings) IS DISTINCT FROM
          (excluded.version_id, excluded.score, excluded.score_100, excluded.band, excluded.coverage_bp,
           excluded.ratings)
),
history AS ({HISTORY}),
news AS (
    INSERT INTO core_storedevent (workspace_id, name, payload, created_at, attempts, next_attempt_at, error)
    SELECT %(workspace)s, %(event)s,
           jsonb_build_object('account_id', account_id, 'before', band_before, 'after', band,
                              'scored_on', %(day)s::date), %(now)s, 0, %(now)s, ''
    FROM changed WHERE band_before <> band
),
falls AS (
    SELECT c.account_id, c.before, c.score_100, c.band_before, c.band, o.member_id,
           row_number() OVER (PARTITION BY o.member_id ORDER BY c.score_100 - c.before, c.account_id) AS place,
           count(*) OVER (PARTITION BY o.member_id) AS falls_of_member
    FROM changed c {TOLD}
    WHERE c.version_before = %(version)s AND {RANK.format("c.band")} < {RANK.format("c.band_before")}
)
SELECT NULL::bigint, count(*), count(*) FILTER (WHERE band = 'unknown'),
       (SELECT count(*) FROM changed WHERE band_before <> band)::text, NULL, NULL::bigint,
       (SELECT count(*) FROM changed)
FROM figures
UNION ALL
SELECT account_id, before, score_100, band_before, band, member_id, falls_of_member FROM falls WHERE place <= %(told)s
"""  # noqa: S608 - put together from this package's constants; values are parameters


def past_sql(card: Card, among: Sequence[Claim] = (), *, alone: bool) -> str:
    """Write the history of a past day where it differs from the score that stood; answers (accounts, unknown,
    changed).

    `alone`: the day is put into the midst of a history and must not change the days after it, so what stood
    goes on from the day after.
    """
    restored = """,
restored AS (
    INSERT INTO health_score (workspace_id, account_id, version_id, score, score_100, band, coverage_bp, ratings,
                              scored_on, computed_at, origin)
    SELECT %(workspace)s, b.account_id, b.version_id, b.score, b.score_100, b.band, b.coverage_bp, b.ratings,
           %(day)s::date + 1, %(now)s, %(origin)s
    FROM changed c JOIN stood b ON b.account_id = c.account_id
    ON CONFLICT (workspace_id, account_id, scored_on) DO NOTHING
)"""
    return f"""
WITH {figures_sql(card, among)},
stood AS MATERIALIZED (
    SELECT DISTINCT ON (account_id) account_id, version_id, score, score_100, band, coverage_bp, ratings
    FROM health_score
    WHERE workspace_id = %(workspace)s AND scored_on <= %(day)s
      AND (%(only)s::bigint[] IS NULL OR account_id = ANY (%(only)s::bigint[]))
    ORDER BY account_id, scored_on DESC
),
changed AS MATERIALIZED (
    SELECT f.* FROM figures f LEFT JOIN stood b ON b.account_id = f.account_id
    WHERE b.account_id IS NULL OR {DIFFERS}
),
history AS ({HISTORY}){restored if alone else ""}
SELECT count(*), count(*) FILTER (WHERE band = 'unknown'), (SELECT count(*) FROM changed) FROM figures
"""  # noqa: S608 - as above


# The history of what lies in the bin is not made anew, so it stays.
CLEAR_HISTORY = f"""
DELETE FROM health_score
WHERE workspace_id = %(workspace)s AND origin <> 'live' AND scored_on BETWEEN %(first)s AND %(last)s
  AND account_id NOT IN {IN_BIN}
"""  # noqa: S608 - as above

# After a history was computed back, the present score must stand at its end, whatever stood before it.
BRING_UP_TO_DATE = """
INSERT INTO health_score (workspace_id, account_id, version_id, score, score_100, band, coverage_bp, ratings, scored_on,
                          computed_at, origin)
SELECT c.workspace_id, c.account_id, c.version_id, c.score, c.score_100, c.band, c.coverage_bp, c.ratings, %(day)s,
       %(now)s, 'live'
FROM health_currentscore c
JOIN accounts_account a ON a.workspace_id = c.workspace_id AND a.id = c.account_id AND a.status <> 'churned'
                       AND a.deleted_at IS NULL
LEFT JOIN (
    SELECT DISTINCT ON (account_id) account_id, version_id, score, score_100, band, coverage_bp, ratings
    FROM health_score WHERE workspace_id = %(workspace)s AND scored_on <= %(day)s
    ORDER BY account_id, scored_on DESC
) AS b ON b.account_id = c.account_id
WHERE c.workspace_id = %(workspace)s
  AND (b.version_id, b.score, b.score_100, b.band, b.coverage_bp, b.ratings)
      IS DISTINCT FROM (c.version_id, c.score, c.score_100, c.band, c.coverage_bp, c.ratings)
ON CONFLICT (workspace_id, account_id, scored_on) DO UPDATE
SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100, band = excluded.band,
    coverage_bp = excluded.coverage_bp, ratings = excluded.ratings, computed_at = excluded.computed_at
"""

# Who has churned keeps the last score of the history as the present one.
KEEP_LAST = """
INSERT INTO health_currentscore AS c (workspace_id, account_id, version_id, score, score_100, band, coverage_bp,
                                      ratings, since_on)
SELECT DISTINCT ON (s.account_id) s.workspace_id, s.account_id, s.version_id, s.score, s.score_100, s.band,
       s.coverage_bp, s.ratings, s.scored_on
FROM health_score s
JOIN accounts_account a ON a.workspace_id = s.workspace_id AND a.id = s.account_id AND a.status = 'churned'
                       AND coalesce(a.churned_on, %(day)s::date) <= %(day)s::date
WHERE s.workspace_id = %(workspace)s AND s.scored_on <= %(day)s
ORDER BY s.account_id, s.scored_on DESC
ON CONFLICT (workspace_id, account_id) DO UPDATE
SET version_id = excluded.version_id, score = excluded.score, score_100 = excluded.score_100, band = excluded.band,
    coverage_bp = excluded.coverage_bp, ratings = excluded.ratings, since_on = excluded.since_on
WHERE (c.version_id, c.score, c.score_100, c.band, c.coverage_bp, c.ratings) IS DISTINCT FROM
      (excluded.version_id, excluded.score, excluded.score_100, excluded.band, excluded.coverage_bp, excluded.ratings)
"""
