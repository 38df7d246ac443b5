"""What the platform knows for the items of a handshake, in words: one reader per source of lifecycle.rules.handshakes.

An amount never stands in these words, for not everybody who reads a handshake may see money.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import ContactLevel, StakeholderRole, TicketPriority
from accounts.models import Account, AccountFile, Contact, Contract, Ticket
from accounts.rules import current_term, months_between
from accounts.selectors.files import SHOWN
from core.text import format_date, format_number, format_percent, format_score, join_words
from health.choices import Band
from health.selectors.explanation import Explanation, score_explanation
from lifecycle.choices import ItemSource, PromiseState
from lifecycle.models import Promise
from lifecycle.rules.handover import fields_filled, is_complete
from lifecycle.selectors.plans.prefill import plan_words
from lifecycle.selectors.terms import renewals

USAGE_METRICS = ("utilisation_licences", "utilisation_features")
PROPOSAL_NAMES = ("proposal", "offer", "quotation", "tarjous", "пропозиц", "предложен")


@dataclass(frozen=True, slots=True)
class Prefill:
    """What is known for one item: the words, a second line, and a file of the account."""

    value: str = ""
    note: str = ""
    file_id: int | None = None


@dataclass(frozen=True)
class Known:
    """One account as of a day; `contract` is the one that the handshake is about, `form` its handover form."""

    account: Account
    contract: Contract | None
    form: Mapping[str, Any]
    today: date
    explanation: Explanation | None


def prefilled(
    account: Account,
    sources: Iterable[ItemSource],
    *,
    contract: Contract | None,
    form: Mapping[str, Any],
    today: date,
) -> dict[ItemSource, Prefill]:
    """What is known of these sources; a source that knows nothing is left out. A dozen queries at most."""
    wanted = set(sources)
    explains = wanted & {ItemSource.HEALTH, ItemSource.USAGE, ItemSource.RISK}
    known = Known(account, contract, form, today, score_explanation(account, today) if explains else None)
    found = {source: SOURCES[source](known) for source in sorted(wanted) if source in SOURCES}
    return {source: prefill for source, prefill in found.items() if prefill.value or prefill.file_id}


def plan_prefill(account: Account, key: str, today: date) -> Prefill:
    """What the account's success plan says for one item."""
    return Prefill(*plan_words(account, key, today))


def contract_in_hand(account: Account, *, today: date) -> Contract | None:
    """The contract that a handshake without one of its own is about: whose term ends next, else the newest."""
    contracts = Contract.objects.filter(account=account)
    ending = renewals(contracts, today=today).order_by("term_ends_on", "pk").first()
    return ending or contracts.filter(cancelled_on=None).order_by("-starts_on", "-pk").first()


def handover_facts(account: Account, contract: Contract | None) -> dict[str, Any]:
    """What the handover form starts with: whom to speak to, and the contract's terms."""
    people = list(_people(account))
    first = next((one for role in _SPOKEN_TO for one in people if one.stakeholder_role == role), None)
    first = first or next(iter(people), None)
    in_it = next((one for one in people if one.stakeholder_role == StakeholderRole.IT), None)
    found: dict[str, Any] = {}
    if first is not None:
        found |= {"contact_name": first.name, "contact_email": first.email}
    if in_it is not None:
        found |= {"it_name": in_it.name, "it_email": in_it.email}
    if contract is not None:
        found["closed_on"] = contract.starts_on.isoformat()
        months = _period_months(contract)
        if months:
            found["period_months"] = months
        if contract.notice_days is not None:
            found["notice_months"] = round(contract.notice_days / 30)
        if contract.is_trial and contract.ends_on is not None:
            found["pilot_ends_on"] = contract.ends_on.isoformat()
    return {key: value for key, value in found.items() if value not in ("", None)}


_SPOKEN_TO = (StakeholderRole.CHAMPION, StakeholderRole.SPONSOR, StakeholderRole.DECISION_MAKER)


def _people(account: Account) -> Iterable[Contact]:
    return Contact.objects.filter(account=account, left_on=None).order_by("name_key", "pk")[:200]


def _period_months(contract: Contract) -> int | None:
    if contract.length_months:
        return int(contract.length_months)
    if contract.ends_on is None:
        return None
    return max(1, months_between(contract.starts_on, contract.ends_on + timedelta(days=1)))


def _contacts(known: Known) -> Prefill:
    people = list(_people(known.account))
    if not people:
        return Prefill()
    value = ngettext("%(n)s person", "%(n)s people", len(people)) % {"n": format_number(len(people))}
    leading = sum(one.level == ContactLevel.C_LEVEL for one in people)
    if leading:
        value += ", " + _("%(n)s at C-level") % {"n": format_number(leading)}
    sponsors = [one.name for one in people if one.stakeholder_role == StakeholderRole.SPONSOR]
    note = _("Sponsor: %(names)s") % {"names": join_words(sponsors[:3])} if sponsors else _("No sponsor yet")
    return Prefill(value, note)


def _contract(known: Known) -> Prefill:
    contract = known.contract
    if contract is None:
        return Prefill()
    parts = [_("from %(day)s") % {"day": format_date(contract.starts_on)}]
    term = current_term(
        starts_on=contract.starts_on, ends_on=contract.ends_on, term_months=contract.term_months,
        billing_frequency=contract.billing_frequency, auto_renew=contract.auto_renew, today=known.today,
    )  # fmt: skip
    if term is not None:
        parts.append(_("term ends %(day)s") % {"day": format_date(term.ends_on)})
    if contract.seats:
        parts.append(
            ngettext("%(n)s seat", "%(n)s seats", contract.seats) % {"n": format_number(contract.seats)}
        )
    note = _("Renews itself") if contract.auto_renew else _("Needs a decision")
    if contract.notice_days is not None:
        note += " · " + ngettext("notice %(n)s day", "notice %(n)s days", contract.notice_days) % {
            "n": format_number(contract.notice_days)
        }
    name = contract.name or contract.external_id or _("Contract")
    return Prefill(f"{name}: {', '.join(parts)}", note)


def _health(known: Known) -> Prefill:
    found = known.explanation
    if found is None or found.worked.score_100 is None:
        return Prefill()
    band = Band(found.worked.band)
    value = _("%(score)s of 100, %(band)s") % {
        "score": format_score(found.worked.score_100),
        "band": band.label,
    }
    return Prefill(value, _("Coverage %(share)s") % {"share": format_percent(found.coverage_percent)})


def _usage(known: Known) -> Prefill:
    if known.explanation is None:
        return Prefill()
    words = {
        metric.metric.key: metric.words
        for metric in known.explanation.metrics
        if metric.reading is not None and not metric.is_stale
    }
    found = [words[key] for key in USAGE_METRICS if words.get(key)]
    return Prefill(found[0], " · ".join(found[1:])) if found else Prefill()


def _risk(known: Known) -> Prefill:
    """What costs the score most; nothing where no metric is rated lowest."""
    if known.explanation is None:
        return Prefill()
    low = known.explanation.card.scale.low
    weak = [metric for metric in known.explanation.metrics if metric.part.rating == low]
    if not weak:
        return Prefill(_("No metric has the lowest rating"))
    names = join_words(str(metric.metric.label) for metric in weak[:3])
    return Prefill(_("Lowest rating: %(metrics)s") % {"metrics": names}, weak[0].words)


def _tickets(known: Known) -> Prefill:
    counts = Ticket.objects.filter(account=known.account, closed_at=None).aggregate(
        total=Count("pk"),
        urgent=Count("pk", filter=Q(priority=TicketPriority.URGENT)),
        escalated=Count("pk", filter=Q(is_escalated=True)),
    )
    total = counts["total"]
    if not total:
        return Prefill(_("No open ticket"))
    value = ngettext("%(n)s open ticket", "%(n)s open tickets", total) % {"n": format_number(total)}
    note = _("%(urgent)s urgent, %(escalated)s escalated") % {
        "urgent": format_number(counts["urgent"]),
        "escalated": format_number(counts["escalated"]),
    }
    return Prefill(value, note)


def _promises(known: Known) -> Prefill:
    found = Promise.objects.filter(account=known.account, state=PromiseState.OPEN)
    dues = list(found.order_by("due_on", "pk").values_list("due_on", flat=True)[:200])
    if not dues:
        return Prefill()
    value = ngettext("%(n)s open promise", "%(n)s open promises", len(dues)) % {"n": format_number(len(dues))}
    late = sum(due is not None and due < known.today for due in dues)
    if late:
        return Prefill(value, ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": format_number(late)})
    first = next((due for due in dues if due is not None), None)
    return Prefill(value, _("first by %(day)s") % {"day": format_date(first)} if first else "")


def _files(known: Known) -> Prefill:
    named = Q()
    for word in PROPOSAL_NAMES:
        named |= Q(file__name__icontains=word)
    found = (
        AccountFile.objects.filter(SHOWN, named, account=known.account, shows_money=False)
        .order_by("-added_at", "-pk")
        .first()
    )
    return Prefill(file_id=found.pk) if found is not None else Prefill()


def _form(known: Known) -> Prefill:
    """Only a whole form is handed over; until then the item is missing, and its line says how far it is."""
    filled, wanted = fields_filled(known.form)
    if not is_complete(known.form):
        return Prefill()
    return Prefill(_("%(filled)s of %(wanted)s fields") % {"filled": filled, "wanted": wanted})


#: By source; what a success plan says differs by item (plan_prefill).
SOURCES: dict[ItemSource, Callable[[Known], Prefill]] = {
    ItemSource.CONTACTS: _contacts,
    ItemSource.CONTRACT: _contract,
    ItemSource.FILES: _files,
    ItemSource.FORM: _form,
    ItemSource.HEALTH: _health,
    ItemSource.PROMISES: _promises,
    ItemSource.RISK: _risk,
    ItemSource.TICKETS: _tickets,
    ItemSource.USAGE: _usage,
}
