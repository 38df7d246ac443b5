"""Every template is rendered by somebody: what no visit renders is dead, or wants a visit."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import RequestFactory, override_settings

from core import styleguide
from integrations.choices import ImportState
from integrations.models import Import
from portal.services.logins import invite_contact
from tests.isolation.addresses import customer_addresses, public_addresses
from tests.isolation.builders import TEXTS
from tests.isolation.visits import (
    browser_of,
    filled,
    first_addresses,
    forms_of,
    pages_of,
    rendered_templates,
    send,
)
from tests.support.portal import customer_browser, give_login
from tests.support.world import NOW, TODAY, make_company
from tests.workspaces.test_sign_in import add_totp, sign_in
from workspaces.choices import Role
from workspaces.models import OutboxMessage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOUR = timedelta(hours=1)
ROOT = Path(settings.BASE_DIR) / "templates"
#: Templates that no visit can reach, and where they are tried.
ELSEWHERE = {
    "429.html": "tests/workspaces/test_sign_in.py: too many attempts",
    "emails/renewal.html": "tests/lifecycle/test_reminders.py",
    "emails/renewal.txt": "tests/lifecycle/test_reminders.py",
    "emails/review.html": "tests/reports/test_qbr_mailing.py",
    "portal/_inquiry_live.html": "tests/portal/test_inquiry_live.py: asked for by a stream's hint",
    "portal/_inquiry_customer_live.html": "tests/portal/test_inquiry_live.py: asked for by a stream's hint",
    "surveys/public.html": "tests/surveys/test_public.py: wants a personal link",
    "surveys/public_base.html": "tests/surveys/test_public.py: wants a personal link",
    "surveys/public_closed.html": "tests/surveys/test_public.py: wants a personal link",
    "surveys/public_stop.html": "tests/surveys/test_public.py: wants a signed link",
    "emails/survey.html": "tests/surveys/test_waves.py",
    "emails/survey.txt": "tests/surveys/test_waves.py",
    "emails/review.txt": "tests/reports/test_qbr_mailing.py",
    "errors/403.html": "Django's own refusals; tests/workspaces",
    "errors/500.html": "tests/isolation/test_headers.py: what breaks tells nothing",
    "errors/503.html": "tests/operating/test_answers.py",
    "account/messages/email_confirmation_sent.txt": "empty, so that nothing is said",
    "account/messages/logged_out.txt": "empty, so that nothing is said; tests/workspaces/test_sign_in.py",
    "account/messages/password_changed.txt": "tests/workspaces/test_sign_in.py: a changed password",
    "accounts/contact_merge.html": "tests/accounts/test_contact_merging.py: both side by side",
    "accounts/_merge_pairs.html": "tests/accounts/test_merging.py: both side by side",
    "accounts/merge.html": "tests/accounts/test_merging.py: both side by side",
    "accounts/_differences.html": "tests/accounts/test_views_forms.py: somebody was faster",
    "components/file_drop.html": "tests/core/test_ui.py",
    "portal/_found_articles.html": "tests/portal/test_portal_pages.py: one search",
    "django/forms/errors/list/default.html": "a form printed whole, as none of ours is",
    "django/forms/errors/list/ul.html": "a form printed whole, as none of ours is",
    "django/forms/field.html": "a form printed whole, as none of ours is",
    "workspaces/role.html": "tests/workspaces/test_role_rights.py: the rights of one role",
    "health/_preview_rows.html": "tests/health/test_designer_pages.py: accounts that would change band",
    "integrations/_export_progress.html": "tests/integrations/test_exports.py: written by a worker",
    "integrations/_format.html": "tests/integrations/test_import_pages.py: read by another encoding",
    "integrations/_match.html": "tests/integrations/test_import_pages.py: from upload to report",
    "integrations/columns.html": "tests/integrations/test_import_pages.py: from upload to report",
    "mfa/messages/recovery_codes_generated.txt": "tests/workspaces/test_sign_in.py",
    "mfa/messages/totp_activated.txt": "tests/workspaces/test_sign_in.py",
    "mfa/messages/totp_deactivated.txt": "tests/workspaces/test_sign_in.py",
    "mfa/messages/webauthn_added.txt": "tests/flows/test_passkey.py",
    "mfa/messages/webauthn_removed.txt": "tests/flows/test_passkey.py",
    "mfa/webauthn/reauthenticate.html": "wants a key; tests/flows/test_passkey.py signs in with one",
    "emails/notices.html": "tests/notifications/test_mailing.py",
    "emails/notices.txt": "tests/notifications/test_mailing.py",
    "notifications/stop.html": "tests/notifications/test_settings.py: wants a signed link",
    "lifecycle/_plan_progress.html": "tests/lifecycle/test_plan_pdf.py: made by a worker",
    "lifecycle/print/plan.html": "tests/lifecycle/test_plan_pdf.py",
    "reports/_review_progress.html": "tests/reports/test_qbr_pages.py: made by a worker",
    "reports/print/document.html": "tests/reports/test_qbr_document.py",
    "reports/_mover.html": "tests/reports/test_portfolio.py: movers",
    "reports/_newest.html": "tests/reports/test_portfolio.py: the newest data",
    "errors/csrf.html": "tests/workspaces/test_door.py: no form without the token",
}


def names():
    return {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()}


def staff_pages(both):
    pages = pages_of(both, both.acme.company.admin)
    for path in first_addresses(both.acme):
        pages.browser.get(path, headers={"HX-Request": "true"})
    for sent in forms_of(pages, "post"):
        for pairs in (filled(sent.form), [("key", "none")], [*filled(sent.form), ("version", "999")]):
            with transaction.atomic():
                send(pages.browser, sent.form, pairs)
                transaction.set_rollback(True)
    for path in (
        "accounts/?f.name=contains:a&edit=name",
        "accounts/?edit=status&f.status=is:active",
        "accounts/?f.status=is:active",
    ):
        pages.browser.get(f"/w/acme/{path}")


def an_import_in_every_state(both):
    found = both.acme["integrations.Import"]
    browser = browser_of(both.world, both.acme.company.admin)
    for state in ImportState:
        with both.acme.company.scope():
            Import.objects.filter(pk=found.pk).update(state=state)
        for page in ("", "columns/", "progress/"):
            assert browser.get(f"/w/acme/imports/{found.pk}/{page}").status_code < 500, (state, page)


def public_pages(both):
    for member in (None, both.acme.company.observer):
        browser = browser_of(both.world, member)
        for address in public_addresses():
            if not address.kwargs:
                browser.get(address.path())


def a_fresh_workspace(both):
    fresh = make_company("fresh", "Fresh", roles=[Role.ADMIN])
    with fresh.scope():
        fresh.contract.delete()
        fresh.account.delete()
    browser_of(both.world, fresh.admin).get("/w/fresh/portfolio/")


def letters_and_what_they_lead_to(both):
    acme, stranger = both.acme.company, both.world.client()
    browser_of(both.world, acme.admin).post(
        "/w/acme/settings/invitations/", {"email": "x@acme.example", "role": "csm"}
    )
    stranger.post("/accounts/password/reset/", {"email": acme.csm.user.email})
    with acme.scope():
        texts = [message.text_body for message in OutboxMessage.objects.filter(is_private=True)]
    for link in re.findall(r"http://localhost:8000(/\S+)", " ".join(texts)):
        stranger.get(link, follow=True)
    stranger.get("/join/1-" + "x" * 30 + "/")


def second_factors(both):
    person = both.acme.company.am.user
    browser = both.world.client()
    sign_in(browser, person.email)
    add_totp(browser)
    pages = [
        "",
        "recovery-codes/",
        "recovery-codes/generate/",
        "totp/deactivate/",
        "webauthn/",
        "webauthn/add/",
    ]
    for page in pages:
        browser.get(f"/accounts/2fa/{page}")
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key"})
    for page in ("edit", "remove"):
        browser.get(f"/accounts/2fa/webauthn/keys/{key.pk}/{page}/")
    key.delete()
    half = both.world.client()
    sign_in(half, person.email)
    half.get("/accounts/2fa/authenticate/")
    travelled = both.world.client(person)
    travelled.get("/accounts/2fa/reauthenticate/")
    both.acme.company.workspace.requires_second_factor = True
    both.acme.company.workspace.save()
    browser_of(both.world, both.acme.company.dm).get("/w/acme/", follow=True)
    browser.get("/accounts/logout/")


def the_mailbox(both, folder):
    embedded = {
        "EMBEDDED": True,
        "EMAIL_FILE_PATH": str(folder),
        "EMAIL_BACKEND": "workspaces.mailbox.FolderBackend",
    }
    with override_settings(**embedded):
        EmailMultiAlternatives("Hello", "Words", to=["a@b.example"]).send()
        stranger = both.world.client()
        [laid] = stranger.get("/mail/").context["laid"]
        stranger.get(f"/mail/{laid.name}/")


def the_styleguide(both):
    request = RequestFactory().get("/styleguide/")
    styleguide.view(request)
    for name in ("list", "sign-in"):
        styleguide.page(request, name)


def the_portal(both):
    acme, stranger = both.acme.company, both.world.client()
    contact = both.acme["accounts.Contact"]
    give_login(acme, acme.contacts[1])
    with acme.scope():
        login = give_login(acme, acme.contacts[0], is_admin=True)
        invite_contact(login.contact, by=acme.admin, workspace=acme.workspace, now=NOW + HOUR, today=TODAY)
    stranger.post("/w/acme/portal/sign-in/", {"email": login.email})
    stranger.get("/w/acme/portal/sign-in/code/")
    with acme.scope():
        texts = list(
            OutboxMessage.objects.filter(kind__startswith="portal").values_list("text_body", flat=True)
        )
    for link in re.findall(r"http://localhost:8000(/\S+)", " ".join(texts)):
        stranger.get(link)
    for customer in (contact, acme.contacts[0]):
        browser = customer_browser(acme, customer)
        for address in customer_addresses():
            values = {n: TEXTS[n](both.acme) if n in TEXTS else both.acme.key(n) for n in address.kwargs}
            path = address.path("acme", **values)
            browser.get(path, headers={"HX-Request": "true"} if "/panels/" in path else {})


def test_every_template_is_rendered(both, smtp, tmp_path):
    with rendered_templates() as rendered:
        staff_pages(both)
        an_import_in_every_state(both)
        public_pages(both)
        a_fresh_workspace(both)
        the_styleguide(both)
        letters_and_what_they_lead_to(both)
        second_factors(both)
        the_mailbox(both, tmp_path)
        the_portal(both)
    never = sorted(names() - rendered - set(ELSEWHERE))
    assert not never, f"Visit the page that renders it, or say in ELSEWHERE which test does: {never}"
    assert set(ELSEWHERE) - names() == set()
