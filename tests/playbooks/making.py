"""CTAs, playbooks and rules of tests, in the workspace in force."""

from django.db import connection

from health.models import UsageSpan
from playbooks.choices import CtaKind
from playbooks.models import Playbook, PlaybookVersion
from playbooks.services.books import StepFields, add_step, create_playbook, publish_draft
from playbooks.services.ctas import open_cta
from tests.support.world import NOW


def cta_on(account, key="k-1", *, by=None, now=NOW, **given):
    values = {"kind": CtaKind.RISK, "reason": "Sponsor left", "origin": "test", **given}
    return open_cta(account, origin_key=key, by=by, now=now, **values)


def book_of(*steps, key="plan", name="Plan", by=None):
    """A published playbook with these steps."""
    made = create_playbook(name, by=by, now=NOW, key=key)
    draft = PlaybookVersion.objects.get(playbook=made)
    for step in steps or (StepFields(title="Call", offset_days=1),):
        add_step(draft, step)
    publish_draft(draft, by=by, now=NOW)
    return Playbook.objects.get(pk=made.pk)


def usage(account, day, *people):
    """One event of each person on a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ensure_usage_partition(%s)", [day])
        cursor.executemany(
            "INSERT INTO health_usageevent (workspace_id, message_id, occurred_on, account_id, feature, user_key, quantity,"
            " duration_seconds, error_count) VALUES (%s, %s, %s, %s, 'board', %s, 1, 0, 0)",
            [(account.workspace_id, f"{account.pk}-{day}-{one}", day, account.pk, one) for one in people],
        )
    span, _new = UsageSpan.objects.get_or_create(account=account, defaults={"first_on": day, "last_on": day})
    UsageSpan.objects.filter(pk=span.pk).update(
        first_on=min(span.first_on, day),
        last_on=max(span.last_on, day),
        first_user_on=min(span.first_on, day),
    )
