"""What there is to do in an invented company: rules that act, playbooks at work, a few things that are done."""

from datetime import date, datetime, timedelta
from random import Random

from accounts.choices import AccountStatus, Segment
from accounts.models import Account
from playbooks.choices import Outcome
from playbooks.models import Cta, Playbook, Rule, Task
from playbooks.services.ctas import close_cta
from playbooks.services.rulebook import activate_rule
from playbooks.services.runs import start_playbook
from playbooks.services.sweep import run_rule
from playbooks.services.tasks import complete_task
from workspaces.models import Member

ACTING = ("band_fell", "usage_down", "no_executive_touch", "detractor")
NEW_CUSTOMERS = timedelta(days=75)
MOST_ONBOARDED = 8
CLOSED_SHARE = 4  # every fourth CTA of the demo is closed


def make_plays(lead: Member, *, seed: int, today: date, now: datetime) -> int:
    """Let the ready-made rules act, onboard the newest customers, and end some of it; answers the CTAs opened. The
    executives of large customers alone are watched for. Idempotent by the rules' own keys."""
    dice = Random(seed)  # noqa: S311 - an invented company, no secret
    opened = 0
    for rule in Rule.objects.select_related("playbook").filter(trigger__in=ACTING).order_by("pk"):
        if rule.trigger == "no_executive_touch":
            Rule.objects.filter(pk=rule.pk).update(
                parameters={**rule.parameters, "segments": [Segment.ENTERPRISE.value]}
            )
        acting = activate_rule(rule, by=lead, now=now)
        acting.refresh_from_db()
        opened += run_rule(acting, today=today, now=now).opened
    _onboard(today, now, dice)
    for place, cta in enumerate(Cta.objects.select_related("owner").filter(closed_at=None).order_by("pk")):
        if place % CLOSED_SHARE == 0:
            close_cta(cta, outcome=dice.choice(list(Outcome)), by=cta.owner, now=now)
        else:
            Cta.objects.filter(pk=cta.pk).update(due_on=today + timedelta(days=dice.randint(-3, 12)))
    return opened


def _onboard(today: date, now: datetime, dice: Random) -> None:
    """Start the onboarding of the newest customers on the day they came; what was due by now is mostly done."""
    book = Playbook.objects.filter(key="onboarding").first()
    if book is None:
        return
    newest = Account.objects.filter(status=AccountStatus.ACTIVE, customer_since_on__gt=today - NEW_CUSTOMERS)
    for account in newest.order_by("-customer_since_on", "pk")[:MOST_ONBOARDED]:
        since = account.customer_since_on or today
        began = now - timedelta(days=max(0, (today - since).days))
        run = start_playbook(account, book, by=None, today=min(since, today), now=began)
        due = Task.objects.select_related("owner").filter(run=run, due_on__lt=today)
        for task in due.order_by("position"):
            if dice.random() < 0.85:
                complete_task(task, by=task.owner, now=now)
