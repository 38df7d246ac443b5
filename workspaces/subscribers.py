"""What allauth tells us about sign-ins, passwords and second factors, written into the security log."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from core import clock
from workspaces.adapters import client_of
from workspaces.choices import SecurityActKind
from workspaces.models import User
from workspaces.services.person_acts import record_for_person


def _tell(request: HttpRequest, user: User | None, kind: SecurityActKind, **detail: Any) -> None:
    if isinstance(user, User):
        record_for_person(user, kind, now=clock.now(), client=client_of(request), detail=detail)


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    records = get_authentication_records(request, user)
    how = [record.get("type") or record["method"] for record in records]
    _tell(request, user, SecurityActKind.SIGNED_IN, how=how)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    _tell(request, user, SecurityActKind.SIGNED_OUT)


@receiver(password_changed)
@receiver(password_set)
def note_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _tell(request, user, SecurityActKind.PASSWORD_CHANGED, by="change")


@receiver(password_reset)
def note_password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _tell(request, user, SecurityActKind.PASSWORD_CHANGED, by="reset link")


@receiver(authenticator_added)
def note_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # they come along with the first factor
        _tell(request, user, SecurityActKind.SECOND_FACTOR_ADDED, type=authenticator.type)


@receiver(authenticator_removed)
def note_factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _tell(request, user, SecurityActKind.SECOND_FACTOR_REMOVED, type=authenticator.type)


@receiver(authentication_failed)
def note_failed_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _tell(request, user, SecurityActKind.SIGN_IN_FAILED, step="second factor")
