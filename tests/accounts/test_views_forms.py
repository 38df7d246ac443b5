"""The forms: what they refuse and how, twice sent, two at once, and who may not."""

import pytest

from accounts.models import Account, AccountOwner, Contact, Contract, Product
from tests.support.world import add_account

LINES = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"}


@pytest.fixture
def admin(world):
    return world.client(world.acme.admin)


def at(world, path):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/{path}"


def text_of(answer):
    return answer.content.decode()


def test_adding_an_account_leads_to_its_page(world, admin):
    answer = admin.post(f"{world.acme.url}/accounts/new/", {"name": "Havu", "parent": "customer of ACME"})

    with world.acme.scope():
        made = Account.objects.get(name="Havu")
        assert made.parent_id == world.acme.account.pk
    assert (answer.status_code, answer["Location"]) == (303, f"{world.acme.url}/accounts/{made.pk}/")


def test_a_form_sent_twice_makes_one_account(world, admin):
    url = f"{world.acme.url}/accounts/new/"
    key = admin.get(url).context["form"]["key"].value()

    first = admin.post(url, {"name": "Havu", "key": key})
    second = admin.post(url, {"name": "Havu", "key": key})

    assert first["Location"] == second["Location"]
    with world.acme.scope():
        assert Account.objects.filter(name="Havu").count() == 1


def test_what_is_wrong_stands_at_its_field(world, admin):
    answer = admin.post(
        f"{world.acme.url}/accounts/new/",
        {
            "name": "",
            "parent": "Nobody",
            "customer_since_on": "2027-02-30",
            "segment": "huge",
            "plan": "x\0y",
        },
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "parent", "customer_since_on", "segment", "plan"}


@pytest.mark.parametrize("day", ["0001-01-01", "1949-12-31", "2201-01-01", "9999-12-31"])
def test_a_mistyped_year_is_refused(world, admin, day):
    answer = admin.post(f"{world.acme.url}/accounts/new/", {"name": "Havu", "customer_since_on": day})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "customer_since_on": ["The day lies outside 1950 to 2200. Look at the year."]
    }


def test_the_second_editor_gets_409_with_both_values_and_may_save_again(world, admin):
    url = at(world, "edit/")
    form = {"name": "Customer of Acme", "external_id": "A-1", "version": "1"}
    admin.post(url, {**form, "plan": "Pro"})

    late = admin.post(url, {**form, "plan": "Basic"})

    assert late.status_code == 409
    assert [(one.theirs, one.yours) for one in late.context["differences"]] == [("Pro", "Basic")]
    assert 'name="take-plan" value="theirs" checked' in text_of(late)
    with world.acme.scope():
        assert Account.objects.get(pk=world.acme.account.pk).plan == "Pro"
    again = admin.post(url, {**form, "plan": "Basic", "version": late.context["form"]["version"].value()})
    assert again.status_code == 303


def test_after_a_conflict_each_field_is_chosen(world, admin):
    url = at(world, "edit/")
    form = {"name": "Customer of Acme", "external_id": "A-1", "version": "1"}
    admin.post(
        url, {**form, "plan": "Pro", "industry": "Food", "is_trial": "on", "customer_since_on": "2024-05-06"}
    )
    mine = {**form, "plan": "Basic", "industry": "Retail", "segment": "smb", "country": "SE"}

    late = admin.post(url, mine)
    assert {one.input_name for one in late.context["differences"]} == {
        "plan", "industry", "segment", "touch", "country", "is_trial", "customer_since_on",
    }  # fmt: skip
    chosen = {f"take-{one.input_name}": "theirs" for one in late.context["differences"]}
    chosen |= {"take-industry": "mine", "take-country": "mine"}
    again = admin.post(url, {**mine, **chosen, "version": "2"})

    assert again.status_code == 303
    with world.acme.scope():
        found = Account.objects.get(pk=world.acme.account.pk)
    assert (found.plan, found.industry, found.country, found.segment) == ("Pro", "Retail", "SE", "")
    assert (found.is_trial, str(found.customer_since_on), found.version) == (True, "2024-05-06", 3)


def test_a_third_editor_in_between_is_a_conflict_again(world, admin):
    url = at(world, "edit/")
    form = {"name": "Customer of Acme", "external_id": "A-1", "version": "1"}
    admin.post(url, {**form, "plan": "Pro"})
    admin.post(url, {**form, "plan": "Gold", "version": "2"})
    again = admin.post(url, {**form, "plan": "Basic", "version": "2", "take-plan": "mine"})
    assert again.status_code == 409
    with world.acme.scope():
        assert Account.objects.get(pk=world.acme.account.pk).plan == "Gold"


def test_contacts_and_lines_of_contracts_lose_nothing_either(world, admin):
    contact = world.acme.contacts[0]
    url = at(world, f"contacts/{contact.pk}/edit/")
    form = {"name": "Anna Sponsor", "version": "1", "email": "anna@customer.example", "external_id": "C-1"}
    admin.post(url, {**form, "title": "CEO"})
    assert admin.post(url, {**form, "title": "CFO"}).status_code == 409
    admin.post(url, {**form, "title": "CFO", "version": "2", "take-title": "theirs"})
    url = at(world, f"contracts/{world.acme.contract.pk}/edit/")
    form = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "currency": "EUR", "external_id": "K-1",
            "billing_frequency": "annual", "version": "1", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
            "lines-0-kind": "recurring", "lines-0-per": "year", "lines-0-label": "Licences"}  # fmt: skip
    assert (
        admin.post(url, {**form, "name": "One", "lines-0-seats": "7", "lines-0-amount": "700"}).status_code
        == 303
    )
    mine = {**form, "name": "Two", "lines-0-seats": "9", "lines-0-amount": "900"}
    late = admin.post(url, mine)
    assert (late.status_code, [one.field for one in late.context["differences"]]) == (409, ["name", "lines"])
    done = admin.post(url, {**mine, "version": "2", "take-name": "mine", "take-lines": "theirs"})
    assert done.status_code == 303
    with world.acme.scope():
        contact.refresh_from_db()
        world.acme.contract.refresh_from_db()
    assert contact.title == "CEO"
    assert (world.acme.contract.name, world.acme.contract.seats, world.acme.contract.arr_amount) == (
        "Two",
        7,
        70_000,
    )


@pytest.mark.parametrize("path", ["edit/", "owners/", "contacts/new/", "contracts/new/"])
def test_who_only_looks_gets_403_and_the_outsider_404(world, path):
    observer, outsider = world.client(world.acme.observer), world.client(world.outsider)

    for send in (observer.get, observer.post):
        assert send(at(world, path)).status_code == 403
    for send in (outsider.get, outsider.post):
        assert send(at(world, path)).status_code == 404


def test_a_hidden_account_is_as_missing_as_a_missing_one(world):
    from workspaces.models import RoleSetting

    with world.acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=True)
        hidden = add_account("Hidden")
    browser = world.client(world.acme.csm)

    answers = [
        browser.get(f"{world.acme.url}/accounts/{number}/{path}")
        for number in (hidden.pk, 10**9)
        for path in ("", "details/", "contacts/", "edit/", "panels/contracts/")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_owners_are_saved_by_role(world, admin):
    answer = admin.post(at(world, "owners/"), {"owner_csm": str(world.acme.lead.pk), "owner_am": ""})

    assert answer.status_code == 303
    with world.acme.scope():
        owners = AccountOwner.objects.filter(account=world.acme.account).values_list("role", "member_id")
        assert list(owners) == [("csm", world.acme.lead.pk)]


def test_contacts_are_added_edited_and_deleted(world, admin):
    admin.post(at(world, "contacts/new/"), {"name": "Katja", "email": "katja@customer.example"})
    with world.acme.scope():
        katja = Contact.objects.get(name="Katja")
    url = at(world, f"contacts/{katja.pk}/")

    wrong = admin.post(f"{url}edit/", {"name": "Katja", "email": "katja", "version": "1"})
    admin.post(f"{url}edit/", {"name": "Katja", "stance": "promoter", "version": "1"})

    assert "Write the address like anna@example.com." in text_of(wrong)
    assert "Promoter" in text_of(admin.get(url))
    assert admin.post(f"{url}deletion/").status_code == 303
    assert admin.get(url).status_code == 404


def test_a_contract_is_written_with_its_lines(world, admin):
    form = {
        "starts_on": "2026-01-01", "currency": "eur", "billing_frequency": "annual", **LINES,
        "lines-0-kind": "recurring", "lines-0-amount": "12,000.50", "lines-0-per": "year", "lines-0-seats": "1,000",
    }  # fmt: skip

    answer = admin.post(at(world, "contracts/new/"), form)

    assert answer.status_code == 303
    with world.acme.scope():
        made = Contract.objects.get(external_id=None)
        assert (made.currency, made.arr_amount, made.seats) == ("EUR", 1_200_050, 1000)
    page = text_of(admin.get(at(world, f"contracts/{made.pk}/")))
    assert "€12,000.50" in page
    assert "somebody has to decide before 31 Dec 2026" in page


def test_a_contract_refuses_what_is_wrong_with_its_lines(world, admin):
    form = {
        "starts_on": "2026-02-30", "ends_on": "2025-01-01", "currency": "EUR", "billing_frequency": "annual", **LINES,
        "lines-0-kind": "recurring", "lines-0-amount": "lots", "lines-0-per": "year",
    }  # fmt: skip

    answer = admin.post(at(world, "contracts/new/"), form)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"starts_on"}
    assert answer.context["lines"][0].errors == {"amount": ["This is no amount. Write it like 1,250.50."]}


def test_a_tampered_formset_is_no_500(world, admin):
    form = {"starts_on": "2026-01-01", "currency": "EUR", "billing_frequency": "annual"}
    for management in ({}, {"lines-TOTAL_FORMS": "999999999", "lines-INITIAL_FORMS": "x"}):
        assert admin.post(at(world, "contracts/new/"), {**form, **management}).status_code == 422


def test_a_contract_is_cancelled_and_the_cancellation_taken_back(world, admin):
    url = at(world, f"contracts/{world.acme.contract.pk}/")

    admin.post(f"{url}cancellation/", {"cancelled_on": "2026-06-01", "version": "1"})
    assert "Void from 1 Jun 2026." in text_of(admin.get(url))
    admin.post(f"{url}cancellation/", {"version": "2"})

    with world.acme.scope():
        assert Contract.objects.get(pk=world.acme.contract.pk).cancelled_on is None


def test_money_of_a_contract_is_hidden_and_kept(world):
    from workspaces.models import RoleSetting

    with world.acme.scope():
        RoleSetting.objects.create(role="csm", visibility="all", sees_money=False)
    browser, url = world.client(world.acme.csm), at(world, f"contracts/{world.acme.contract.pk}/")

    pages = [
        text_of(browser.get(page)) for page in (url, f"{url}edit/", at(world, ""), at(world, "details/"))
    ]
    form = {"external_id": "K-1", "starts_on": "2026-01-01", "currency": "EUR", "billing_frequency": "annual"}
    saved = browser.post(f"{url}edit/", {**form, "version": "1", "name": "Main"})

    assert not any("120,000" in page or "ARR" in page for page in pages)
    assert saved.status_code == 303
    with world.acme.scope():
        kept = Contract.objects.get(pk=world.acme.contract.pk)
        assert (kept.name, kept.arr_amount) == ("Main", 12_000_000)


def test_products_have_features_and_only_admins_edit_them(world, admin):
    url = f"{world.acme.url}/settings/products/"

    admin.post(f"{url}new/", {"name": "Payroll", "features": "export\n* audit, Audit trail\n"})
    twice = admin.post(f"{url}new/", {"name": "PAYROLL", "features": "a\na"})

    with world.acme.scope():
        features = Product.objects.get().features.order_by("pk").values_list("key", "label", "is_advanced")
        assert list(features) == [("export", "export", False), ("audit", "Audit trail", True)]
    assert twice.status_code == 422
    assert world.client(world.acme.csm).get(url).status_code == 403


def test_names_are_offered_while_typing(world, admin):
    answer = admin.get(f"{world.acme.url}/accounts/names/?parent=cust")

    assert 'value="Customer of Acme"' in text_of(answer)
    assert admin.get(f"{world.acme.url}/accounts/names/?parent=%00%25_").status_code == 200
