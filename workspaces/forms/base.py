"""What forms share: a refusal of a service lands on the field that it names."""

from collections.abc import Callable

from django.forms import Form

from core.errors import Conflict, DomainError, DomainErrors


def add_refusal(form: Form, error: DomainError) -> None:
    """Put the sentence of a refusal where it belongs: at its field, else at the head of the form."""
    for one in error.errors if isinstance(error, DomainErrors) else (error,):
        form.add_error(one.field if one.field in form.fields else None, str(one.message))


def refused(form: Form, save: Callable[[], object]) -> int:
    """Run one service on a form that holds; 0 when saved, else the status of the refusal, which is on the form."""
    if not form.is_valid():
        return 422
    try:
        save()
    except DomainError as error:
        add_refusal(form, error)
        return 409 if isinstance(error, Conflict) else 422
    return 0
