"""How many business days a workspace gives each kind of handshake: to deliver, and to answer what was delivered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ChangedMeanwhile, Difference
from core.errors import DomainError, DomainErrors
from core.text import format_number
from lifecycle.choices import HandshakeKind
from lifecycle.models import HandshakeSetting, StageSetting
from lifecycle.rules.handshakes import MOST_DAYS, stamp_of
from lifecycle.selectors.handshakes import Days, days_by_kind
from workspaces.choices import SecurityActKind
from workspaces.models import Member
from workspaces.services.trail import record_act


def change_days(days: Mapping[int, Days], *, version: int, by: Member, now: datetime) -> bool:
    """Write the business days by kind, 1 to 60 each; whether anything changed. Open handshakes keep their day.

    `version`: the stamp of the days as the person saw them (`stamp_of_days`). Raises DomainErrors, and ChangedMeanwhile
    when somebody else wrote other ones since.
    """
    _check(days)
    with transaction.atomic():
        # the four rows of stages are there from the start: whoever writes settings of the lifecycle takes turns on them
        list(StageSetting.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        held = days_by_kind()
        changed = [kind for kind, wanted in days.items() if held[kind] != wanted]
        if not changed:
            return False
        if version != stamp_of_days(held):
            raise ChangedMeanwhile(stamp_of_days(held), _differences(held, days))
        for kind in changed:
            deliver, answer = days[kind]
            HandshakeSetting.objects.update_or_create(
                kind=kind, defaults={"deliver_days": deliver, "answer_days": answer}
            )
        detail = {"changed": ["handshake_days"], "kinds": changed}
        record_act(SecurityActKind.SETTINGS_CHANGED, by=by, now=now, subject="handshakes", detail=detail)
    return True


def stamp_of_days(days: Mapping[int, Days]) -> int:
    """What the form of the days carries along."""
    return stamp_of(*(number for kind in sorted(days) for number in days[kind]))


def _check(days: Mapping[int, Days]) -> None:
    words = _("Write a whole number from %(least)s to %(most)s.") % {"least": 1, "most": MOST_DAYS}
    errors = [
        DomainError(words, field=name)
        for kind, found in days.items()
        for name, number in zip((f"deliver-{kind}", f"answer-{kind}"), found, strict=True)
        if not 1 <= number <= MOST_DAYS
    ]
    if errors:
        raise DomainErrors(errors)


def _differences(held: Mapping[int, Days], days: Mapping[int, Days]) -> list[Difference]:
    labels = (_("%(kind)s, days to deliver"), _("%(kind)s, days to answer"))
    return [
        Difference(
            f"{part}-{kind}", label % {"kind": HandshakeKind(kind).label}, format_number(theirs), format_number(yours)
        )
        for kind in held
        for part, label, theirs, yours in zip(("deliver", "answer"), labels, held[kind], days[kind], strict=True)
        if theirs != yours
    ]  # fmt: skip
