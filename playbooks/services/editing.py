"""What deeds on CTAs and tasks share: the lock, the version, and what changed in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.errors import ChangedMeanwhile as Changed
from accounts.errors import Difference
from core.errors import DomainError, NotFound
from core.text import format_date
from playbooks.errors import ChangedMeanwhile, CtaClosed, TaskDone
from playbooks.models import Cta, Playbook, Rule, Run, Task
from playbooks.rules import Holder
from workspaces.models import Member, Team

Row = TypeVar("Row", Cta, Task, Playbook, Rule, Run)


def locked(row: Row, version: int | None = None) -> Row:
    """The row as it is now, locked. Raises NotFound when it is gone, ChangedMeanwhile when it is past `version`."""
    now: Row | None = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if now is None:
        raise NotFound(_("Not found."))
    if version is not None and not isinstance(now, Run) and now.version != version:
        raise ChangedMeanwhile(
            _("Somebody saved this meanwhile. Nothing of yours was written; look at it again.")
        )
    return now


def opened(row: Cta | Task, version: int | None = None) -> Any:
    """The CTA or task, locked and open. Raises CtaClosed or TaskDone otherwise."""
    now: Any = locked(row, version)  # type: ignore[type-var]
    if isinstance(now, Cta) and now.closed_at is not None:
        raise CtaClosed(_("This CTA is closed. Reopen it to change it."))
    if isinstance(now, Task) and now.done_at is not None:
        raise TaskDone(_("This task is done. Reopen it to change it."))
    return now


def opened_as_seen(row: Cta | Task, version: int, wanted: Mapping[str, Any]) -> Any:
    """The CTA or task, locked and open. Raises ChangedMeanwhile with both values when it is past `version` and differs
    from what is wanted, CtaClosed, TaskDone."""
    now: Any = opened(row)
    differing = [name for name, value in wanted.items() if _plain(getattr(now, name)) != _plain(value)]
    if now.version != version and differing:
        found = [
            Difference(
                name, _label(now, name), _told(now, name, getattr(now, name)), _told(now, name, wanted[name])
            )
            for name in differing
        ]
        raise Changed(now.version, found)
    return now


def changes(row: Any, wanted: Mapping[str, Any]) -> dict[str, list[str]]:
    """What would change, in words by the field's name: [before, after]."""
    found = {}
    for field, value in wanted.items():
        before = getattr(row, field)
        if before != value:
            found[_label(row, field)] = [_told(row, field, before), _told(row, field, value)]
    return found


def write(row: Any, wanted: Mapping[str, Any]) -> None:
    """Set and save these fields, and count the version."""
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])


def cleaned(text: str, most: int, field: str, refusal: str = "") -> str:
    """One line of text, its spaces collapsed; with `refusal` it may not be empty. Raises DomainError."""
    line = " ".join(text.split())
    if refusal and not line:
        raise DomainError(refusal, field=field)
    return _short_enough(line, most, field)


def cleaned_text(text: str, most: int, field: str) -> str:
    """Lines of text as they were written. Raises DomainError when it is too long."""
    return _short_enough(text.replace("\r\n", "\n").replace("\r", "\n").strip(), most, field)


def holder_words(holder: Holder) -> str:
    """The name of a member or a team."""
    if holder.member_id is not None:
        member = Member.objects.select_related("user").filter(pk=holder.member_id).first()
        return str(member) if member else ""
    if holder.team_id is not None:
        team = Team.objects.filter(pk=holder.team_id).first()
        return str(team) if team else ""
    return pgettext("who does it", "nobody")


def _short_enough(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise DomainError(
            _("At most %(most)s characters; these are %(count)s.") % {"most": most, "count": len(text)},
            field=field,
        )
    return text


def _plain(value: Any) -> Any:
    """A value as people write it: of a checklist its lines, whatever is ticked."""
    return [item["text"] for item in value] if isinstance(value, list) else value


def _label(row: Any, field: str) -> str:
    return _("Checklist") if field == "checklist" else capfirst(str(row._meta.get_field(field).verbose_name))


def _told(row: Any, field: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return pgettext("a field without a value", "empty")
    if isinstance(value, bool):
        return pgettext("filter", "yes") if value else pgettext("filter", "no")
    if isinstance(value, list):
        return "; ".join(item["text"] for item in value)
    if isinstance(value, date):
        return format_date(value)
    return str(dict(row._meta.get_field(field).flatchoices).get(value, value))
