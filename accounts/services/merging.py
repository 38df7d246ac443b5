"""Two accounts become one: what hangs on the one that goes moves to the one that stays, in one transaction, for good.

Every table with a key to accounts takes part, of whichever app; where both have a row that may stand only once (an
owner in a role, a reading of a day), the survivor's stays. Apps with figures of their own mend them by ACCOUNT_MERGES.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import ChangedMeanwhile
from accounts.models import Account, Contact, MergedAccount
from accounts.ports import ACCOUNT_MERGES
from accounts.services.editing import tell_facts
from core.errors import Conflict, DomainError
from core.tenancy import required_workspace_id
from core.text import name_key
from workspaces.models import Member

CHOSEN = (
    "name", "segment", "touch", "industry", "country", "website", "plan", "referral_source", "customer_since_on",
    "is_trial",
)  # fmt: skip
MOST_LEVELS = 50
NAMED = {
    "accounts.Account": gettext_lazy("child accounts"),
    "accounts.Contact": gettext_lazy("contacts"),
    "accounts.Contract": gettext_lazy("contracts"),
    "accounts.Ticket": gettext_lazy("tickets"),
    "accounts.TimelineEntry": gettext_lazy("timeline entries"),
    "accounts.AccountFile": gettext_lazy("files"),
    "accounts.MergedContact": gettext_lazy("contacts merged earlier"),
    "playbooks.Cta": gettext_lazy("CTAs"),
    "playbooks.Task": gettext_lazy("tasks"),
    "lifecycle.ChurnRecord": gettext_lazy("records of leaving and coming back"),
    "lifecycle.RenewalClosing": gettext_lazy("closed renewals"),
    "lifecycle.Handshake": gettext_lazy("handshakes"),
    "lifecycle.Promise": gettext_lazy("promises"),
    "lifecycle.SuccessPlan": gettext_lazy("success plans"),
    "reports.QbrSnapshot": gettext_lazy("business reviews"),
    "reports.QbrMailing": gettext_lazy("business reviews sent"),
}


def merge_accounts(
    kept: Account,
    gone: Account,
    *,
    versions: tuple[int, int],
    from_gone: Collection[str],
    by: Member,
    now: datetime,
    today: date,
) -> Account:
    """Let `gone` go into `kept`. `versions`: of the two as the person saw them; `from_gone`: those of CHOSEN whose
    value is taken from the one that goes. There is no way back.

    The old external id leads to the survivor from now on. Raises DomainError for an account with itself, Conflict
    when one of the two changed since it was looked at.
    """
    if kept.pk == gone.pk:
        raise DomainError(_("Choose another account than this one."), field="other")
    with transaction.atomic():
        _lock_tree()
        locked = {
            one.pk: one
            for one in Account.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
        }
        stays, goes = locked.get(kept.pk), locked.get(gone.pk)
        if stays is None or goes is None or (stays.version, goes.version) != versions:
            raise Conflict(
                _("One of the two was changed meanwhile. Look at both again."), code=ChangedMeanwhile.code
            )
        _leave_the_tree(stays, goes)
        for part in ACCOUNT_MERGES:
            part.before(goes.pk, stays.pk)
        for model, field in keys_to(Account):
            move_rows(model, field, goes.pk, stays.pk)
        _take_over(stays, goes, from_gone, by, now)
        for part in ACCOUNT_MERGES:
            part.after(stays.pk, today)
        tell_facts([stays.pk], today=today, now=now)
        stays.refresh_from_db()
    return stays


def rows_that_move(gone: Account | Contact) -> list[tuple[str, int]]:
    """What would move, in words, for the preview; what people do not know by name is counted together."""
    counts: dict[str, int] = {}
    for model, field in keys_to(type(gone)):
        label = str(NAMED.get(model._meta.label, _("further records: owners, readings, usage, notices")))
        counts[label] = counts.get(label, 0) + model._default_manager.filter(**{field: gone.pk}).count()
    return [(label, count) for label, count in counts.items() if count]


def keys_to(target: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """Every table and column that points at this one, of whichever app; history stays under its own number."""
    for model in apps.get_models():
        if getattr(model, "append_only", False) or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field.name


def _rows(model: Any) -> Any:
    """All rows, those in the bin too."""
    return getattr(model, "with_bin", model._default_manager)


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('accounts.parents'), %s)",
            [required_workspace_id() % 2**31],
        )


def _leave_the_tree(stays: Account, goes: Account) -> None:
    """The survivor must not come to stand below its own children: above the one that goes, it takes that one's place."""
    level, steps = stays.parent_id, 0
    while level is not None and level != goes.pk and steps < MOST_LEVELS:
        level, steps = (
            Account.with_bin.filter(pk=level).values_list("parent_id", flat=True).first(),
            steps + 1,
        )
    if level == goes.pk:
        stays.parent_id = goes.parent_id
        Account.objects.filter(pk=stays.pk).update(parent_id=goes.parent_id)


def move_rows(model: Any, field: str, gone_id: int, kept_id: int) -> None:
    """Let the rows of one row be another's; of two that may stand only once the survivor's stays. Raises Conflict."""
    rows = _rows(model).filter(**{field: gone_id})
    if model is Account:
        rows = rows.exclude(pk=kept_id)
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and field in rule.fields and rule.condition is None:
            same = {name: OuterRef(name) for name in rule.fields if name not in (field, "workspace")}
            rival = _rows(model).filter(**{field: kept_id}, **same)
            rows.filter(Exists(rival)).delete()
    try:
        with transaction.atomic():
            rows.update(**{field: kept_id})
    except IntegrityError as error:
        words = _("The two cannot become one: both have %(what)s that may stand only once.")
        raise Conflict(words % {"what": model._meta.verbose_name}, code="cannot_merge") from error


def _take_over(stays: Account, goes: Account, from_gone: Collection[str], by: Member, now: datetime) -> None:
    values = {name: getattr(goes, name) for name in CHOSEN if name in from_gone}
    if "name" in values:
        values["name_key"] = name_key(goes.name)[:200]
    known_as, gone_id, name = goes.external_id, goes.pk, goes.name
    goes.delete()
    if stays.external_id is None:
        values["external_id"], known_as = known_as, None
    Account.objects.filter(pk=stays.pk).update(**values, version=stays.version + 1)
    # an id that led elsewhere before, and was given to an account by hand since, leads here now
    if known_as and MergedAccount.objects.filter(external_id=known_as).update(account=stays):
        known_as = None
    MergedAccount.objects.create(
        account=stays, gone_id=gone_id, external_id=known_as, name=name, merged_at=now, merged_by=by
    )
