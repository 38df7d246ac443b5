"""What commands about one account share."""

from django.core.management.base import CommandError

from accounts.models import Account


def account_named(external_id: str) -> Account:
    """The account of an id in the workspace in force. Raises CommandError when there is none."""
    account = Account.objects.filter(external_id=external_id).first()
    if account is None:
        raise CommandError(f"There is no account with the id “{external_id}”.")
    return account
