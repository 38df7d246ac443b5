"""What surveys tell to the timeline of an account: answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.ports import Asked, Facts, Happening, Rows, Told
from core.links import href
from surveys.choices import SCALE, Group, Kind
from surveys.models import Answer

SOURCE = "survey"
MOST = 300


def answer_rows(account: Account) -> Rows:
    """The newest answers of the account."""
    return Answer.objects.filter(account=account).order_by("-pk")[:MOST], {
        "number": "pk", "at": "answered_at", "name": "contact__name", "score": "score", "kind": "kind",
        "group": "group", "comment": "comment", "campaign": "campaign__name",
    }  # fmt: skip


def tell_answers(asked: Asked, facts: Facts) -> Told:
    """Answers, of `answer_rows`."""
    return asked.cut([_answer(one) for one in facts])


def _answer(one: Mapping[str, Any]) -> Happening:
    icons = {Group.PROMOTER: "mood-happy", Group.PASSIVE: "mood-neutral", Group.DETRACTOR: "mood-sad"}
    group = Group(one["group"])
    words = {"kind": _("NPS") if one["kind"] == Kind.NPS else _("CSAT"), "score": one["score"]}
    return Happening(
        source=SOURCE, number=one["number"], at=datetime.fromisoformat(one["at"]), icon=icons[group], who=one["name"],
        deed=_("answered %(kind)s with %(score)s of %(most)s") % {**words, "most": SCALE[one["kind"]][1]},
        body=one["comment"], tone="bad" if group == Group.DETRACTOR else "",
        url=href("surveys:answer", answer_id=one["number"]), link=one["campaign"],
    )  # fmt: skip
