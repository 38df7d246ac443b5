from datetime import timedelta

import pytest
from django.test import Client

from tests.support.world import NOW
from workspaces.choices import OutboxStatus, Role, SecurityActKind, Visibility
from workspaces.models import OutboxMessage, RoleSetting, SecurityAct, Workspace
from workspaces.services import record_act, write_mail
from workspaces.services.mail import _claim

SETTINGS = "/w/acme/settings/"
VALUES = {
    "name": "Acme Oy",
    "time_zone": "Europe/Helsinki",
    "currency": "USD",
    "language": "en",
    "short_term_months": "2",
    "requires_second_factor": "",
}


@pytest.fixture
def admin(world):
    return world.client(world.acme.admin)


def test_the_settings_are_saved_and_the_log_says_what_was_before(world, admin):
    assert admin.get(SETTINGS)["Location"] == f"{SETTINGS}workspace/"
    assert admin.get(f"{SETTINGS}workspace/").status_code == 200
    assert admin.post(f"{SETTINGS}workspace/", VALUES).status_code == 303
    saved = Workspace.objects.get(slug="acme")
    assert (saved.name, saved.time_zone, saved.currency, saved.short_term_months) == (
        "Acme Oy",
        "Europe/Helsinki",
        "USD",
        2,
    )
    with world.acme.scope():
        act = SecurityAct.objects.get(kind=SecurityActKind.SETTINGS_CHANGED)
    assert act.detail["changed"]["currency"] == ["EUR", "USD"]
    assert sorted(act.detail["changed"]) == ["currency", "name", "short_term_months", "time_zone"]
    admin.post(f"{SETTINGS}workspace/", VALUES)
    with world.acme.scope():
        assert SecurityAct.objects.filter(kind=SecurityActKind.SETTINGS_CHANGED).count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("time_zone", "Mars/Olympus"),
        ("currency", "euro"),
        ("language", "tlh"),
        ("short_term_months", "-1"),
        ("short_term_months", "1e309"),
        ("short_term_months", "37"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_saved(world, admin, field, value):
    response = admin.post(f"{SETTINGS}workspace/", {**VALUES, field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Workspace.objects.get(slug="acme").name == "Acme"


def test_fields_that_are_not_on_the_form_change_nothing(world, admin):
    more = {"slug": "stolen", "id": "1", "closed_at": "2026-01-01", "is_staff": "1"}
    assert admin.post(f"{SETTINGS}workspace/", {**VALUES, **more}).status_code == 303
    assert Workspace.objects.get(pk=world.acme.workspace.pk).slug == "acme"


def test_the_security_log_is_read_by_kind_member_and_day_and_in_pages(world, admin):
    with world.acme.scope():
        for number in range(120):
            record_act(
                SecurityActKind.IMPORTED if number % 2 else SecurityActKind.EXPORTED,
                by=world.acme.csm if number % 3 else world.acme.am,
                now=NOW + timedelta(hours=number // 2),
                subject=str(number),
            )
    path = f"{SETTINGS}security-log/"
    seen, url, pages = [], path, 0
    while url:
        page = admin.get(url)
        assert page.status_code == 200
        seen += [row.act.subject for row in page.context["page"].rows]
        older = page.context["older_url"]
        url, pages = (path + older if older else ""), pages + 1
    assert pages == 3
    assert sorted(int(s) for s in seen if s.isdigit()) == list(range(120))
    rows = admin.get(f"{path}?kind=imported&member={world.acme.am.pk}").context["page"].rows
    assert [int(row.act.subject) for row in rows] == [n for n in range(119, -1, -1) if n % 2 and not n % 3]
    day = admin.get(f"{path}?since=2026-09-18&until=2026-09-18").context["page"].rows
    assert {row.act.at.date().isoformat() for row in day} == {"2026-09-18"}
    assert len(day) == 48


@pytest.mark.parametrize("query", ["kind=x", "since=31.02.2027", "member=1 OR 1=1", "until=9999-99-99"])
def test_a_filter_that_is_none_is_named(admin, query):
    assert admin.get(f"{SETTINGS}security-log/?{query}").status_code == 422


@pytest.mark.parametrize("mark", ["x", "9" * 17 + ".1", "1.2.3", "%00", "-1.1", "1.999999999999999999"])
def test_a_mark_that_is_none_starts_at_the_top(admin, mark):
    assert admin.get(f"{SETTINGS}security-log/?after={mark}").status_code == 200
    assert admin.get(f"{SETTINGS}mail/?after={mark}").status_code == 200


def test_the_outbox_shows_what_is_stuck_and_lets_an_admin_decide(world, admin):
    with world.acme.scope():
        for key, address in (("a", "stuck@x.example"), ("b", "gone@x.example"), ("c", "fine@x.example")):
            write_mail(key=key, kind="t", to=address, subject=f"To {key}", text="secret words", now=NOW)
        stuck, gone, _fine = OutboxMessage.objects.order_by("key")
        _claim(stuck.pk, NOW)
        OutboxMessage.objects.filter(pk=gone.pk).update(status=OutboxStatus.REFUSED, error="550 no such user")
    everything = admin.get(f"{SETTINGS}mail/")
    assert len(everything.context["page"].rows) == 3
    assert b"secret words" not in everything.content
    assert b"550 no such user" in everything.content
    cut = admin.get(f"{SETTINGS}mail/?status=cut_off")
    assert [row.message.pk for row in cut.context["page"].rows] == [stuck.pk]
    tabs = {tab.key: tab.count for tab in everything.context["tabs"]}
    assert tabs["outbox"] == 2
    assert admin.post(f"{SETTINGS}mail/{gone.pk}/sending/").status_code == 303
    assert admin.post(f"{SETTINGS}mail/{gone.pk}/sending/").status_code == 409
    assert admin.post(f"{SETTINGS}mail/{stuck.pk}/settlement/").status_code == 303
    with world.acme.scope():
        by_key = dict(OutboxMessage.objects.values_list("key", "status"))
    assert by_key == {"a": OutboxStatus.SENT, "b": OutboxStatus.WAITING, "c": OutboxStatus.WAITING}
    assert world.client(world.outsider).post(f"{SETTINGS}mail/{gone.pk}/sending/").status_code == 404


def test_my_profile_is_mine_in_every_workspace(world):
    browser = world.client(world.acme.csm)
    values = {"name": "Cia  Ström", "time_zone": "Pacific/Apia", "theme": "dark"}
    assert browser.post("/w/acme/me/", values).status_code == 303
    user = world.acme.csm.user
    user.refresh_from_db()
    assert (user.name, user.time_zone, user.theme) == ("Cia Ström", "Pacific/Apia", "dark")
    assert b'data-theme="dark"' in browser.get("/w/acme/me/").content
    for wrong in ({"name": ""}, {"time_zone": "Mars/Olympus"}, {"theme": "pink"}):
        assert browser.post("/w/acme/me/", {**values, **wrong}).status_code == 422


def test_the_theme_switch_answers_scripts_and_forms(world):
    browser = world.client(world.acme.csm)
    assert browser.post("/theme/", {"theme": "light"}).status_code == 204
    assert browser.post("/theme/", {"theme": "pink"}).status_code == 422
    assert Client().post("/theme/", {"theme": "light"}).status_code == 302


def test_who_has_no_book_of_their_own_begins_with_all_accounts(world):
    assert world.client(world.acme.admin).get("/w/acme/me/").context["shell"].book == "all"
    assert world.client(world.acme.admin).get("/w/acme/me/?book=mine").context["shell"].book == "mine"


def test_the_chosen_book_is_remembered_without_writing_to_the_database(world):
    browser = world.client(world.acme.csm)
    assert browser.get("/w/acme/me/").context["shell"].book == "mine"
    chosen = browser.get("/w/acme/me/?book=all")
    assert chosen.context["shell"].book == "all"
    assert chosen.cookies["book"]["path"] == "/w/acme/"
    assert browser.get("/w/acme/me/").context["shell"].book == "all"
    assert browser.get("/w/acme/me/?book=theirs").context["shell"].book == "all"
    with world.acme.scope():
        RoleSetting.objects.create(role=Role.CSM, visibility=Visibility.OWN_BOOK, sees_money=True)
    page = browser.get("/w/acme/me/")
    assert (page.context["shell"].book, page.context["shell"].book_choices) == ("mine", ())
