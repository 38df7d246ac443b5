"""What lifecycle tells to the timeline of an account: renewal milestones reminded of, leaving and coming back."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.ports import Asked, Happening, Told, day_start
from core.links import href
from core.text import format_date, format_number
from lifecycle.choices import AGENDAS, MilestoneState
from lifecycle.models import ChurnRecord, MilestoneDecision

REMINDED, CHURN = "renewal", "churn"


def tell_milestones(asked: Asked) -> Told:
    """The milestones of the account's contracts whose reminder was sent; four to a term, one query."""
    found = MilestoneDecision.objects.filter(contract__account=asked.account, state=MilestoneState.SENT)
    return asked.cut([_milestone(one) for one in found.select_related("contract")])


def tell_churn(asked: Asked) -> Told:
    """That the account left, and came back; one query."""
    found = ChurnRecord.objects.filter(account=asked.account).select_related("recorded_by__user")
    return asked.cut([_record(one, asked) for one in found])


def _milestone(one: MilestoneDecision) -> Happening:
    left = ngettext("%(n)s day left", "%(n)s days left", one.days_left) % {"n": format_number(one.days_left)}
    ends = _("the term ends on %(day)s") % {"day": format_date(one.term_ends_on)}
    agenda = AGENDAS.get(one.milestone)
    contract = one.contract
    return Happening(
        source=REMINDED, number=one.pk, at=one.decided_at, icon="refresh", who=_("Renewal"),
        deed=_("%(days)s-day reminder sent") % {"days": one.milestone},
        body=f"{agenda.purpose}: {left}, {ends}." if agenda else f"{left}, {ends}.",
        url=href("accounts:contract", account_id=contract.account_id, contract_id=contract.pk),
        link=contract.name or contract.external_id or _("Contract"),
    )  # fmt: skip


def _record(one: ChurnRecord, asked: Asked) -> Happening:
    by = f" · {_('recorded by %(name)s') % {'name': one.recorded_by}}" if one.recorded_by else ""
    reason = "" if one.is_reactivation else str(one.get_reason_display())
    return Happening(
        source=CHURN,
        number=one.pk,
        at=day_start(one.churned_on, asked.zone),
        icon="arrow-back-up" if one.is_reactivation else "user-minus",
        who=_("Came back") if one.is_reactivation else _("Left"),
        deed=f"{reason}{by}".removeprefix(" · "),
        body=one.comment,
        tone="good" if one.is_reactivation else "bad",
        timed=False,
    )
