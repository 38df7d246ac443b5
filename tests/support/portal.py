"""Customers in tests: a contact who may come in, and a browser that is in."""

from typing import Any

from django.test import Client as Browser

from accounts.models import Contact
from portal.identity import COOKIE, LIVE_COOKIE
from portal.models import PortalLogin
from portal.services.sessions import open_session
from tests.support.world import NOW, Company
from workspaces.services.person_acts import Client


def give_login(company: Company, contact: Contact, **values: Any) -> PortalLogin:
    """The contact's login; made where there is none."""
    with company.scope():
        found = PortalLogin.objects.filter(contact=contact).first()
        if found is not None:
            return found
        email = values.pop("email", contact.email.lower())
        return PortalLogin.objects.create(
            contact=contact, account_id=contact.account_id, email=email, invited_at=NOW, **values
        )


def customer_browser(company: Company, contact: Contact, *, browser: Any = None, **values: Any) -> Any:
    """A browser signed in to the portal as this contact; in the browser given, where one is."""
    login = give_login(company, contact, **values)
    browser = browser or Browser()
    with company.scope():
        opened = open_session(login, client=Client(None, ""), now=NOW)
    for name in (COOKIE, LIVE_COOKIE):
        browser.cookies[name] = opened.cookie
    return browser
