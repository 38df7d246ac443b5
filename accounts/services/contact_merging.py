"""Two contacts of one account become one: what points at the one that goes points at the one that stays, for good.

Every table with a key to contacts takes part, of whichever app, as in accounts.services.merging. The history of the one
that goes stays under its own number and says where it went.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ChangedMeanwhile
from accounts.models import Contact, MergedContact
from accounts.services.editing import tell_facts
from accounts.services.merging import keys_to, move_rows
from core.errors import Conflict, DomainError
from core.text import name_key
from workspaces.models import Member

CHOSEN = (
    "name", "title", "email", "phone", "stakeholder_role", "level", "influence", "stance", "language", "left_on",
)  # fmt: skip


def merge_contacts(
    kept: Contact,
    gone: Contact,
    *,
    versions: tuple[int, int],
    from_gone: Collection[str],
    by: Member,
    now: datetime,
    today: date,
) -> Contact:
    """Let `gone` go into `kept`. `versions`: of the two as the person saw them; `from_gone`: those of CHOSEN whose value is
    taken from the one that goes. There is no way back.

    The old external id and address lead to the survivor from now on. Raises DomainError for a contact with itself or
    with one of another account, Conflict when one of the two changed since it was looked at.
    """
    if kept.pk == gone.pk or kept.account_id != gone.account_id:
        raise DomainError(_("Choose another contact of the same account."), field="other")
    with transaction.atomic():
        both = Contact.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
        locked = {one.pk: one for one in both}
        stays, goes = locked.get(kept.pk), locked.get(gone.pk)
        if stays is None or goes is None or (stays.version, goes.version) != versions:
            raise Conflict(
                _("One of the two was changed meanwhile. Look at both again."), code=ChangedMeanwhile.code
            )
        for model, field in keys_to(Contact):
            move_rows(model, field, goes.pk, stays.pk)
        _take_over(stays, goes, from_gone, by, now)
        tell_facts([stays.account_id], today=today, now=now)
        stays.refresh_from_db()
    return stays


def _take_over(stays: Contact, goes: Contact, from_gone: Collection[str], by: Member, now: datetime) -> None:
    values = {name: getattr(goes, name) for name in CHOSEN if name in from_gone}
    if "name" in values:
        values["name_key"] = name_key(goes.name)[:200]
    known_as, gone_id = goes.external_id, goes.pk
    MergedContact.objects.create(
        contact=stays, gone_id=gone_id, name=goes.name, email=goes.email, merged_at=now, merged_by=by
    )
    goes.delete()
    if stays.external_id is None:
        values["external_id"], known_as = known_as, None
    Contact.objects.filter(pk=stays.pk).update(**values, version=stays.version + 1)
    if known_as:
        # an id that led elsewhere before, and was given to a contact by hand since, leads here now
        MergedContact.objects.filter(external_id=known_as).update(external_id=None)
        MergedContact.objects.filter(gone_id=gone_id).update(external_id=known_as)
