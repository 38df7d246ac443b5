"""Readings from staged rows: rated by somebody else, or given as a value that is rated here."""

import json
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core.staging import Outcome, Staged
from core.tenancy import required_workspace_id
from health.choices import Measure, MetricKey, ReadingSource
from health.ingest.staging import (
    ACCOUNTS_MEANT,
    account_sentences,
    drop_table,
    lock_kind,
    make_table,
    problems,
    run,
)
from health.rules import (
    CSAT_MEAN,
    DEFAULT_SCALE,
    DEFAULT_TICKET_LIMITS,
    FEATURES_OF_LIST,
    GROWTH,
    LICENCES,
    PAID_ON_TIME,
)
from health.selectors.cards import published_card

# A value without a rating, by the default ratings: a share in percent, a mean of 5, or a number of open tickets.
SHARES = {
    MetricKey.UTILISATION_FEATURES: FEATURES_OF_LIST,
    MetricKey.UTILISATION_LICENCES: LICENCES,
    MetricKey.FINANCIAL_HEALTH: PAID_ON_TIME,
    MetricKey.GROWTH: GROWTH,
}

COLUMNS = """
row_no integer, account_id bigint, metric_id bigint, measured_on date, rating integer, value bigint, note text,
problem text, named text, is_last boolean
"""

READ = """
INSERT INTO health_readings_in
WITH {accounts_meant},
rows AS (
    SELECT s.row_no, nullif(s.account, '') AS account, lower(btrim(s.metric)) AS metric, {day} AS measured_on,
           {rating}::integer AS rating, {value}::numeric AS value, coalesce({note}, '') AS note
    FROM {staged} s
),
rated AS (
    SELECT r.*, a.account_id, a.bearers, m.id AS metric_id,
           CASE WHEN r.rating IS NOT NULL OR r.value IS NULL THEN r.rating
                WHEN m.key = ANY (%(share_keys)s) THEN
                     CASE WHEN r.value * 100 >= (%(share_good)s::jsonb ->> m.key)::numeric THEN 3
                          WHEN r.value * 100 >= (%(share_middling)s::jsonb ->> m.key)::numeric THEN 2 ELSE 1 END
                WHEN m.key = 'sentiment' AND r.value BETWEEN 1 AND 5 THEN
                     CASE WHEN r.value * 10000 >= %(csat_good)s THEN 3
                          WHEN r.value * 10000 >= %(csat_middling)s THEN 2 ELSE 1 END
                WHEN m.key = 'support_tickets' THEN
                     CASE WHEN r.value > %(open_bad)s THEN 1 WHEN r.value <= %(open_good)s THEN 3 ELSE 2 END
                WHEN jsonb_array_length(m.cutoffs) > 0 THEN
                     least(%(high)s, %(low)s + (
                         SELECT count(*) FROM jsonb_array_elements_text(m.cutoffs) AS c(cut)
                         WHERE CASE WHEN m.lower_is_better THEN r.value * 1000 <= c.cut::numeric
                                    ELSE r.value * 1000 >= c.cut::numeric END))
           END AS found
    FROM rows r
    LEFT JOIN accounts_meant a ON a.said = r.account
    LEFT JOIN LATERAL (
        SELECT k.id, k.key, k.cutoffs, k.lower_is_better FROM health_metric k
        WHERE k.workspace_id = %(workspace)s AND k.archived_at IS NULL
          AND (k.key = r.metric OR lower(k.label) = r.metric OR %(labels)s::jsonb ->> k.key = r.metric)
        ORDER BY k.key = r.metric DESC, k.id LIMIT 1
    ) AS m ON true
)
SELECT row_no, account_id, metric_id, measured_on, found, round(value * 1000), note,
       CASE WHEN account IS NULL THEN 'account_missing'
            WHEN bearers > 1 THEN 'account_ambiguous'
            WHEN account_id IS NULL THEN 'account_unknown'
            WHEN metric_id IS NULL THEN 'metric_unknown'
            WHEN measured_on IS NULL THEN 'day_missing'
            WHEN measured_on > %(today)s THEN 'day_ahead'
            WHEN found IS NULL THEN 'rating_missing'
            WHEN found NOT BETWEEN %(low)s AND %(high)s THEN 'rating_off_scale'
            WHEN abs(value) > 1000000000000 THEN 'value_too_large'
            WHEN length(note) > 500 THEN 'note_too_long' END,
       CASE WHEN account_id IS NULL OR bearers > 1 THEN coalesce(account, '')
            WHEN metric_id IS NULL THEN coalesce(metric, '') ELSE coalesce(rating::text, '') END,
       true
FROM rated
"""

LAST_WINS = """
UPDATE health_readings_in i SET is_last = false
FROM health_readings_in later
WHERE i.problem IS NULL AND later.problem IS NULL AND later.row_no > i.row_no
  AND (later.account_id, later.metric_id, later.measured_on) = (i.account_id, i.metric_id, i.measured_on)
"""

STORE = """
INSERT INTO health_reading AS r (workspace_id, account_id, metric_id, source, measured_on, confirmed_on, rating, value,
                                 basis, measure, note, recorded_at, origin_batch_id, origin_row)
SELECT %(workspace)s, account_id, metric_id, %(source)s, measured_on, measured_on, rating, value, NULL, %(measure)s, note,
       %(now)s, %(batch)s, row_no
FROM health_readings_in WHERE problem IS NULL AND is_last
ON CONFLICT (workspace_id, account_id, metric_id, measured_on) DO UPDATE
SET source = excluded.source, confirmed_on = excluded.confirmed_on, rating = excluded.rating, value = excluded.value,
    basis = excluded.basis, measure = excluded.measure, note = excluded.note, recorded_at = excluded.recorded_at,
    recorded_by_id = NULL, origin_batch_id = excluded.origin_batch_id, origin_row = excluded.origin_row
WHERE (r.source, r.rating, r.value, r.note) IS DISTINCT FROM
      (excluded.source, excluded.rating, excluded.value, excluded.note)
RETURNING account_id, r.xmax = 0
"""


def upsert_readings(staged: Staged, *, batch_id: int | None, today: date, now: datetime) -> Outcome:
    """Take readings in, in the transaction in force; one per account, metric and day.

    Columns: `account` (external id, else name), `metric` (key or name), `measured_on`, `rating` on the scale of
    the scorecard, or `value` (a share in percent; sentiment: a mean of 5; tickets: how many are open; a usage metric
    of the workspace's own: its figure, rated by its cutoffs), `note`. Archived metrics take no readings.
    An imported reading takes the place of another of the same day, whoever made it. Of two rows for one day
    the last counts, the earlier is told.
    """
    lock_kind("readings")
    make_table("health_readings_in", COLUMNS)
    named = _named(today) | {"now": now, "batch": batch_id}
    run(_read(staged), named)
    run(LAST_WINS, named)
    written = run(STORE, named)
    created = sum(1 for _account, is_new in written if is_new)
    [(rows, refused)] = run("SELECT count(*), count(problem) FROM health_readings_in", {})
    outcome = Outcome(
        created=created, updated=len(written) - created, unchanged=rows - refused - len(written)
    )
    outcome.touched_account_ids.update(account for account, _is_new in written)
    outcome.rejections += problems(
        run(
            "SELECT row_no, problem, named FROM health_readings_in WHERE problem IS NOT NULL ORDER BY row_no",
            {},
        ),
        _refusals(),
    )
    replaced = run(
        "SELECT row_no, 'replaced', '' FROM health_readings_in WHERE NOT is_last ORDER BY row_no", {}
    )
    outcome.warnings += problems(
        replaced,
        {"replaced": ("", _("A later row rates the same account, metric and day; the later row counts."))},
    )
    drop_table("health_readings_in")
    return outcome


def _named(today: date) -> dict[str, Any]:
    card = published_card()
    scale = card.scale if card else DEFAULT_SCALE
    limits = DEFAULT_TICKET_LIMITS
    return {
        "workspace": required_workspace_id(),
        "today": today,
        "source": ReadingSource.IMPORT.value,
        "measure": Measure.HAND.value,
        "low": scale.low,
        "high": scale.high,
        "share_keys": [key.value for key in SHARES],
        "share_good": json.dumps({key.value: cut.good for key, cut in SHARES.items()}),
        "share_middling": json.dumps({key.value: cut.middling for key, cut in SHARES.items()}),
        "csat_good": CSAT_MEAN.good,
        "csat_middling": CSAT_MEAN.middling,
        "open_bad": limits.open_bad_above,
        "open_good": limits.open_good_to,
        "labels": json.dumps({key.value: str(key.label).lower() for key in MetricKey}),
    }


def _read(staged: Staged) -> str:
    def column(name: str, kind: str) -> str:
        return f"s.{name}" if name in staged.columns else f"NULL::{kind}"

    return READ.format(
        accounts_meant=ACCOUNTS_MEANT.strip().format(staged=staged.table),
        staged=staged.table,
        day=column("measured_on", "date"),
        rating=column("rating", "integer"),
        value=column("value", "numeric"),
        note=column("note", "text"),
    )


def _refusals() -> dict[str, tuple[str, Any]]:
    return account_sentences() | {
        "metric_unknown": (
            "metric",
            _(
                "There is no metric “%(value)s”. Name one of the Scorecards page, such as Sponsor coverage / advocacy."
            ),
        ),
        "day_missing": ("measured_on", _("The row has no day. Fill in when it was measured.")),
        "day_ahead": ("measured_on", _("The day lies ahead. A reading is of today or an earlier day.")),
        "rating_missing": (
            "rating",
            _("The row has no rating, and its value cannot be rated by the default ratings of this metric."),
        ),
        "rating_off_scale": ("rating", _("The rating %(value)s is not on the scale of the scorecard.")),
        "value_too_large": ("value", _("The value is too large to be stored.")),
        "note_too_long": ("note", _("The note has more than 500 characters.")),
    }
