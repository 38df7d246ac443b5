"""Closing the loop with somebody who answered: one CTA to an answer."""

from datetime import datetime

from django.utils.translation import gettext as _

from playbooks.choices import CtaKind, Priority
from playbooks.models import Cta
from playbooks.services import open_cta
from surveys.choices import SCALE, Group
from surveys.models import Answer
from workspaces.models import Member

ORIGIN = "survey"


def open_loop(answer: Answer, *, by: Member | None, now: datetime) -> Cta:
    """Open the CTA of an answer, or answer the one that there is, closed or not: the idempotency key is the answer's,
    which a rule on detractors uses too."""
    known = Cta.objects.filter(origin_key=answer.origin_key).order_by("-pk").first()
    if known is not None:
        return known
    words = {"name": answer.contact.name, "score": answer.score, "most": SCALE[answer.kind][1]}
    return open_cta(
        answer.account,
        kind=CtaKind.SATISFACTION,
        reason=_("%(name)s answered %(score)s of %(most)s") % words,
        origin=ORIGIN,
        origin_key=answer.origin_key,
        priority=Priority.HIGH if answer.group == Group.DETRACTOR else Priority.NORMAL,
        by=by,
        now=now,
    )
