"""The answers of one account."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from surveys.choices import Kind
from surveys.models import Answer
from surveys.rules import Tally, tally_of
from surveys.selectors.results import with_cta

SHOWN = 5


def answers_of(account_id: int, number: int = SHOWN) -> Sequence[Answer]:
    """The newest answers of an account, with their loops."""
    rows = Answer.objects.filter(account_id=account_id).select_related("contact")
    found: list[Answer] = list(with_cta(rows).order_by("-answered_at", "-pk")[:number])
    return found


def tallies_of(account_id: int, first: date | None = None, last: date | None = None) -> list[Tally]:
    """What the account's answers between two days, or of all days, come to, by kind; kinds without one are left out. One
    query."""
    rows = Answer.objects.filter(account_id=account_id)
    if first is not None and last is not None:
        rows = rows.filter(answered_on__range=(first, last))
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for kind, score, n in rows.order_by().values_list("kind", "score").annotate(n=Count("pk")):
        counts[kind][score] = n
    return [tally_of(kind, counts[kind]) for kind in Kind.values if kind in counts]
