"""explain_health --workspace S --account ID [--as-of DATE]: one account's score with every part of it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.arguments import account_named
from health.rules import WHOLE
from health.selectors.explanation import ExplainedMetric, Explanation, score_explanation
from workspaces.management.arguments import add_common, day_of, opened


class Command(BaseCommand):
    help = "Explain the score of one account as of today or a past day; prints one line of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        add_common(parser)
        parser.add_argument("--account", required=True, metavar="EXTERNAL_ID")

    def handle(self, *args: Any, **options: Any) -> None:
        with opened(options["workspace"]) as workspace:
            as_of, today = day_of(options["as_of"], workspace)
            if as_of > today:
                raise CommandError(f"{as_of} lies ahead; today is {today}.")
            account = account_named(options["account"])
            explanation = score_explanation(account, as_of)
            if explanation is None:
                raise CommandError("No scorecard is published, so there is no score to explain.")
            self.stdout.write(json.dumps(told(explanation), ensure_ascii=False))


def told(explanation: Explanation) -> dict[str, Any]:
    """An explanation in plain units: scores as decimals, weights and coverage as shares of 1."""
    worked, card = explanation.worked, explanation.card
    return {
        "account": explanation.account.external_id,
        "name": explanation.account.name,
        "as_of": explanation.as_of.isoformat(),
        "score": _decimal(worked.thousandths),
        "scale_min": card.scale.low,
        "scale_max": card.scale.high,
        "score_100": _decimal(worked.score_100),
        "band": worked.band.value,
        "coverage": worked.coverage / WHOLE,
        "scorecard": card.title,
        "metrics": [_metric(metric) for metric in explanation.metrics],
    }


def _metric(metric: ExplainedMetric) -> dict[str, Any]:
    part, reading = metric.part, metric.reading
    return {
        "key": metric.key,
        "value": _decimal(reading.value) if reading else None,
        "words": metric.words,
        "rating": part.rating,
        "weight": part.weight / WHOLE,
        "scaled_weight": part.scaled_weight / WHOLE,
        "contribution": part.contribution / 1000,
        "points": part.points / 1000,
        "age_days": metric.age_days,
        "stale": metric.is_stale,
        "measured_on": reading.measured_on.isoformat() if reading else None,
    }


def _decimal(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / 1000
