"""What inquiries tell to the timeline of an account: asked, escalated, solved, rated. Words of the conversation stay in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from portal.choices.inquiries import InquiryStepKind
from portal.models import InquiryStep

INQUIRIES = "inquiry"
MOST = 300
TOLD = (
    InquiryStepKind.OPENED,
    InquiryStepKind.ESCALATED,
    InquiryStepKind.BREACHED,
    InquiryStepKind.CLOSED,
    InquiryStepKind.REOPENED,
    InquiryStepKind.RATED,
)
ICONS = {InquiryStepKind.CLOSED: "circle-check", InquiryStepKind.RATED: "mood-smile"}
Tone = Literal["", "warn", "bad", "good"]
TONES: Mapping[str, Tone] = {
    InquiryStepKind.ESCALATED: "bad", InquiryStepKind.BREACHED: "warn", InquiryStepKind.CLOSED: "good"
}  # fmt: skip


def inquiry_rows(account: Account) -> Rows:
    """The lines of the histories of the account's inquiries that are told."""
    found = InquiryStep.objects.filter(inquiry__account_id=account.pk, kind__in=TOLD)
    return found.order_by("-pk")[:MOST], {
        "number": "pk", "at": "at", "kind": "kind", "who": "who", "by": "by__user__name", "address": "by__user__email",
        "inquiry": "inquiry_id", "no": "inquiry__number", "subject": "inquiry__subject", "words": "words",
    }  # fmt: skip


def tell_inquiries(asked: Asked, facts: Facts) -> Told:
    """The lines of `inquiry_rows`."""
    return asked.cut([_told(one) for one in facts])


def _told(one: Mapping[str, Any]) -> Happening:
    kind = InquiryStepKind(one["kind"])
    rated = f" {one['words']}" if kind == InquiryStepKind.RATED else ""
    return Happening(
        source=INQUIRIES,
        number=one["number"],
        at=datetime.fromisoformat(one["at"]),
        icon=ICONS.get(kind, "message-circle"),
        who=one["who"] or one["by"] or one["address"] or _("Inquiry"),
        deed=f"{kind.label}{rated}",
        body=one["words"] if kind == InquiryStepKind.ESCALATED else "",
        tone=TONES.get(kind, ""),
        url=href("desk:inquiry", inquiry_id=one["inquiry"]),
        link=f"#{one['no']} {one['subject']}",
    )
