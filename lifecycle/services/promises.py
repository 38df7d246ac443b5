"""Promises made in the sale: written down, changed, and closed as kept, broken or withdrawn."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.models.bin import outside_bin
from core.errors import Conflict, DomainError, DomainErrors, NotFound
from core.links import below_workspace
from lifecycle.choices import PromiseState
from lifecycle.models import Promise
from lifecycle.models.promises import NOTE, TEXT
from notifications.services import NewNotice, notify, post_notices
from workspaces.models import Member

NOTICE = "promise"
MOST_TOLD = 500


@dataclass(frozen=True, kw_only=True)
class PromiseFields:
    """What people write about a promise; ids are a contact's of the account, and members'."""

    text: str
    made_on: date
    made_to_id: int | None = None
    made_by_id: int | None = None
    owner_id: int | None = None
    due_on: date | None = None


def make_promise(account: Account, fields: PromiseFields, *, by: Member, now: datetime) -> Promise:
    """Write a promise down, and tell who is to see that it is kept. Raises DomainErrors."""
    _check(account, fields)
    with transaction.atomic():
        wanted = {**asdict(fields), "text": fields.text.strip()}
        promise = Promise.objects.create(account=account, created_at=now, **wanted)
        _tell_owner(promise, by=by, now=now)
    return promise


def change_promise(
    promise: Promise, fields: PromiseFields, *, version: int, by: Member, now: datetime
) -> Promise:
    """Write a promise anew, if it is still of `version`; writing what stands there already changes nothing. Raises
    Conflict, and DomainErrors."""
    _check(promise.account, fields)
    wanted = {**asdict(fields), "text": fields.text.strip()}
    with transaction.atomic():
        current = _lock(promise, None)
        if all(getattr(current, name) == value for name, value in wanted.items()):
            return current
        current = _lock(promise, version)
        before = current.owner_id
        for name, value in wanted.items():
            setattr(current, name, value)
        current.version += 1
        current.save()
        if current.owner_id != before:
            _tell_owner(current, by=by, now=now)
    return current


def close_promise(
    promise: Promise, state: PromiseState, note: str, *, version: int | None, by: Member, now: datetime
) -> Promise:
    """Say that a promise was kept, broken or withdrawn, or that it is open again. What was not kept wants a note.
    Saying what holds already is no error."""
    text = note.strip()
    if len(text) > NOTE:
        raise DomainError(_("Shorten the note to 500 characters."), field="note")
    if state in (PromiseState.BROKEN, PromiseState.WITHDRAWN) and not text:
        raise DomainError(_("Say why."), field="note")
    with transaction.atomic():
        current = _lock(promise, None)
        if current.state == state:
            return current
        current = _lock(promise, version)
        current.state, current.note = state, text
        is_open = state == PromiseState.OPEN
        current.decided_by, current.decided_at = (None, None) if is_open else (by, now)
        current.version += 1
        current.save(update_fields=["state", "note", "decided_by", "decided_at", "version"])
    return current


def tell_due_promises(*, today: date, now: datetime) -> int:
    """Remind the owners of open promises whose day has come; once per promise and due date, however often it runs."""
    due = Promise.objects.filter(
        state=PromiseState.OPEN, due_on__lte=today, owner__isnull=False, owner__left_at=None
    )
    found = outside_bin(due).select_related("account")
    notices = [
        NewNotice(
            member_id=promise.owner_id or 0,
            kind=NOTICE,
            title=_("A promise is due: %(account)s") % {"account": promise.account.name},
            path=below_workspace("accounts:detail", account_id=promise.account_id),
            origin_key=f"{NOTICE}:{promise.pk}:{promise.due_on}",
            body=promise.text,
            account_id=promise.account_id,
        )
        for promise in found.order_by("-due_on", "-pk")[:MOST_TOLD]
    ]
    return post_notices(notices, now=now)


def _lock(promise: Promise, version: int | None) -> Promise:
    found = Promise.objects.select_for_update(of=("self",)).filter(pk=promise.pk)
    current = found.select_related("account").first()
    if current is None:
        raise NotFound(_("Not found."))
    if version is not None and current.version != version:
        raise Conflict(
            _("Somebody changed this promise meanwhile. Look at it again."), code="changed_meanwhile"
        )
    return current


def _check(account: Account, fields: PromiseFields) -> None:
    errors = []
    if not 1 <= len(fields.text.strip()) <= TEXT:
        errors.append(DomainError(_("Write the promise in 1 to 500 characters."), field="text"))
    if fields.due_on is not None and fields.due_on < fields.made_on:
        errors.append(DomainError(_("It is due before it was made. Choose a later day."), field="due_on"))
    contacts = Contact.objects.filter(account=account, pk=fields.made_to_id)
    if fields.made_to_id is not None and not contacts.exists():
        errors.append(DomainError(_("Choose a contact of this account."), field="made_to"))
    for name, number in (("made_by", fields.made_by_id), ("owner", fields.owner_id)):
        if number is not None and not Member.objects.filter(pk=number).exists():
            errors.append(DomainError(_("Choose one of the list."), field=name))
    if errors:
        raise DomainErrors(errors)


def _tell_owner(promise: Promise, *, by: Member, now: datetime) -> None:
    owner = Member.objects.filter(pk=promise.owner_id, left_at=None).exclude(pk=by.pk)
    notify(
        owner,
        kind=NOTICE,
        title=_("A promise to keep: %(account)s") % {"account": promise.account.name},
        body=promise.text,
        path=below_workspace("accounts:detail", account_id=promise.account_id),
        origin_key=f"{NOTICE}:{promise.pk}:owner:{promise.owner_id}",
        account_id=promise.account_id,
        now=now,
    )
