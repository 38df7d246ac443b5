"""What filters of CTAs and tasks choose from."""

from collections.abc import Sequence

from core.lists import ListContext
from core.lists.filters import Option
from playbooks.models import Playbook, Rule

MAX_OPTIONS = 200


def rules(context: ListContext) -> Sequence[Option]:
    """All rules, by name."""
    found = Rule.objects.order_by("name", "pk").values_list("pk", "name")[:MAX_OPTIONS]
    return [Option(str(pk), name) for pk, name in found]


def rule_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    return dict(Rule.objects.filter(pk__in=ids).values_list("pk", "name"))


def playbooks(context: ListContext) -> Sequence[Option]:
    """All playbooks, by name."""
    found = Playbook.objects.order_by("name", "pk").values_list("pk", "name")[:MAX_OPTIONS]
    return [Option(str(pk), name) for pk, name in found]


def playbook_names(ids: Sequence[int], context: ListContext) -> dict[int, str]:
    return dict(Playbook.objects.filter(pk__in=ids).values_list("pk", "name"))
