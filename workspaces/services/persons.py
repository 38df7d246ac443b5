"""People as such, in no workspace: made by an invitation or by the operator, never by themselves."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from workspaces.models import User


def clean_email(email: str) -> str:
    """The address in lower case; raises DomainError (field `email`) for what is none."""
    cleaned = email.strip().lower()
    try:
        validate_email(cleaned)
        if len(cleaned) > 254:
            raise ValidationError("too long")
    except ValidationError as error:
        raise DomainError(
            _("“%(email)s” is not an e-mail address.") % {"email": email.strip()[:254]}, field="email"
        ) from error
    return cleaned


def person_by_email(email: str) -> User | None:
    """The person of a cleaned address, None when nobody has it."""
    return User.objects.filter(email=email).first()


def make_person(*, email: str, name: str, password: str) -> User:
    """Make a person who can sign in at once: whoever asks has proved the address.

    Raises DomainError (field `email`, `name` or `password`), also when the address was taken meanwhile.
    """
    address = clean_email(email)
    cleaned_name = " ".join(name.split())
    if not 1 <= len(cleaned_name) <= 120:
        raise DomainError(_("Give a name of 1 to 120 characters."), field="name")
    check_password_rules(password, User(email=address, name=cleaned_name))
    try:
        with transaction.atomic():
            user: User = User.objects.create_user(address, password, name=cleaned_name)
    except IntegrityError as error:
        raise DomainError(_("This address was just taken. Sign in with it."), field="email") from error
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def make_person_like(first: User, *, email: str, name: str) -> User:
    """Make a person who signs in with the password that another one was just made with: for an operator's
    commands, which would hash it for a second each time. Raises DomainError (field `email`)."""
    address = clean_email(email)
    user, is_new = User.objects.get_or_create(
        email=address, defaults={"name": " ".join(name.split()), "password": first.password}
    )
    if not is_new:
        raise DomainError(_("%(email)s is taken.") % {"email": address}, field="email")
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def check_password_rules(password: str, user: User) -> None:
    """Raise DomainError (field `password`) with the first rule that the password breaks."""
    if "\x00" in password:
        raise DomainError(_("A password cannot hold a null character."), field="password")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="password") from error
