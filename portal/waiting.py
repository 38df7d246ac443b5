"""What waits for a customer, of every subject that has something to ask: the first part of the home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.links import href
from lifecycle.selectors.plans import PlanToSign, plans_to_sign
from lifecycle.selectors.plans.words import day_words
from playbooks.models import Task
from playbooks.selectors.customers import customer_tasks
from portal.identity import Customer
from portal.models import Inquiry
from portal.selectors.inquiries import waiting_for_customer
from surveys.selectors import OpenInvitation, waiting_for_contact

MOST = 5


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: `url` is where, or with `posts` the address of the deed itself."""

    icon: str
    title: str
    note: str
    url: str
    button: str
    posts: bool = False
    is_primary: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is shown, how much there is in all, and the way to the rest."""

    needs: Sequence[Need]
    total: int
    more_url: str

    @property
    def words(self) -> str:
        """The line below the greeting."""
        words = {
            0: _("Nothing needs you right now."),
            2: _("Two things need you."),
            3: _("Three things need you."),
            4: _("Four things need you."),
            5: _("Five things need you."),
        }
        if self.total in words:
            return words[self.total]
        return ngettext("One thing needs you.", "%(n)s things need you.", self.total) % {"n": self.total}


def waiting_for(customer: Customer, *, today: date, now: datetime) -> Waiting:
    """Everything that waits for this customer, the most pressing kinds first."""
    needs = [_plan(one, today) for one in plans_to_sign(customer.account.pk)]
    needs += [_inquiry(one) for one in waiting_for_customer(customer.account.pk, customer.contact.pk)]
    needs += [_survey(one) for one in waiting_for_contact(customer.contact.pk, now)]
    needs += [_task(task, today) for task in customer_tasks(customer.account.pk, open_only=True)]
    return Waiting(needs[:MOST], len(needs), href("portal:tasks") if len(needs) > MOST else "")


def _plan(plan: PlanToSign, today: date) -> Need:
    parts = []
    if plan.shared_on is not None:
        words = _("Shared by %(name)s on %(day)s") if plan.shared_by else _("Shared on %(day)s")
        parts.append(words % {"name": plan.shared_by, "day": day_words(plan.shared_on, today)})
    parts.append(ngettext("%(n)s goal", "%(n)s goals", plan.goals) % {"n": plan.goals})
    parts.append(ngettext("%(n)s activity", "%(n)s activities", plan.activities) % {"n": plan.activities})
    title = _("Sign off: %(title)s") % {"title": plan.title}
    url = href("portal:one_plan", plan_id=plan.id)
    return Need("signature", title, ", ".join(parts), url, _("Read and sign"), is_primary=True)


def _inquiry(inquiry: Inquiry) -> Need:
    holder = inquiry.assignee or inquiry.team
    note = _("%(name)s waits for your answer") % {"name": holder} if holder else _("Waits for your answer")
    number = f"#{inquiry.number} {inquiry.subject}"
    return Need("message-circle", number, note, href("portal:inquiry", inquiry_id=inquiry.pk), _("Answer"))


def _survey(invitation: OpenInvitation) -> Need:
    return Need(
        "mood-smile", invitation.title, _("One question, half a minute"), invitation.href, _("Answer")
    )


def _task(task: Task, today: date) -> Need:
    late = task.due_on is not None and task.due_on < today
    parts = []
    if task.due_on is not None:
        words = _("Was due on %(day)s") if late else _("By %(day)s")
        parts.append(words % {"day": day_words(task.due_on, today)})
    if task.owner is not None:
        parts.append((_("ask %(name)s") if parts else _("Ask %(name)s")) % {"name": task.owner})
    if task.checklist:
        done = sum(item["done"] for item in task.checklist)
        parts.append(_("%(done)s of %(all)s done") % {"done": done, "all": len(task.checklist)})
    if task.checklist or task.instructions:
        url = f"{href('portal:tasks')}#task-{task.pk}"
        return Need("list-check", task.title, " · ".join(parts), url, _("Open"), is_late=late)
    url = href("portal:task_completion", todo_id=task.pk)
    return Need("list-check", task.title, " · ".join(parts), url, _("Done"), posts=True, is_late=late)
