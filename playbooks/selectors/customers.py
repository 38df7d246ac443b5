"""What the portal shows a customer of playbooks."""

from datetime import date

from django.db.models import F

from playbooks.models import Task

MOST = 100


def customer_tasks(account_id: int, *, open_only: bool = False) -> list[Task]:
    """The tasks of an account that its contacts see: open ones first, the soonest first, then what is done, newest
    first. What was skipped is not shown. With `run__version__playbook` at hand. One query."""
    found = Task.objects.filter(account_id=account_id, visible_to_customer=True, is_skipped=False)
    if open_only:
        found = found.filter(done_at=None)
    order = (F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "position", "pk")
    return list(found.select_related("run__playbook", "owner__user").order_by(*order)[:MOST])


def customer_task(account_id: int, task_id: int) -> Task | None:
    """One of them."""
    found = Task.objects.filter(account_id=account_id, visible_to_customer=True, is_skipped=False)
    return found.select_related("account").filter(pk=task_id).first()


def next_customer_day(account_id: int) -> date | None:
    """The day of the customer's next open task that has one."""
    found = Task.objects.filter(account_id=account_id, visible_to_customer=True, done_at=None)
    return found.exclude(due_on=None).order_by("due_on").values_list("due_on", flat=True).first()
