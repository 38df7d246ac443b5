"""What forms share: a refusal of a service lands on the field that it names."""

from django.forms import Form

from core.errors import DomainError, DomainErrors


def add_refusal(form: Form, error: DomainError) -> None:
    """Put the sentence of a refusal where it belongs: at its field, else at the head of the form."""
    for one in error.errors if isinstance(error, DomainErrors) else (error,):
        form.add_error(one.field if one.field in form.fields else None, str(one.message))
