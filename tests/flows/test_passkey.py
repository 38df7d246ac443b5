"""The whole ceremony in a browser: add a passkey, sign out, sign in with it alone."""

import pytest

from tests.support.world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_signs_in_without_a_password(live_server, redis):
    from playwright.sync_api import sync_playwright

    make_world()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context()
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        failures = []
        page.on("pageerror", lambda error: failures.append(str(error)))

        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_label("E-mail").fill("csm@acme.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/w/acme/**")

        page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.get_by_label("Name").fill("Work laptop")
        page.get_by_role("button", name="Add the passkey").click()
        page.wait_for_url("**/recovery-codes/")

        context.clear_cookies()
        page.goto(f"{live_server.url}/accounts/login/?next=/w/acme/me/sign-in/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{live_server.url}/w/acme/me/sign-in/")
        assert page.get_by_text("Work laptop").count() == 1
        assert failures == []
        browser.close()
