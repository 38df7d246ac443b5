"""Pages of the journey: board, handshake for both sides, lists, panels, settings; rights, money, visibility."""

import pytest

from accounts.models import Account, AccountOwner
from lifecycle.models import AccountStage, Criterion, Handshake, Promise, StageMove, StageSetting, SubStage
from lifecycle.services import PromiseFields, make_promise, place_accounts
from tests.lifecycle.journey import FORM, checked, delivered, filled, fresh, item, opened
from tests.support.world import NOW, TODAY, add_account
from workspaces.choices import Role
from workspaces.models import RoleSetting, Workspace

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def acme(world):
    return world.acme


def get(world, member, path, **kwargs):
    answer = world.client(member).get(f"/w/acme/{path}", **kwargs)
    return answer.status_code, " ".join(answer.content.decode().split())


def post(world, member, path, data=None, **kwargs):
    return world.client(member).post(f"/w/acme/{path}", data or {}, **kwargs)


def of(acme, path):
    return f"accounts/{acme.account.pk}/{path}"


@pytest.fixture
def handshake(acme):
    with acme.scope():
        return opened(acme)


def at(handshake, path=""):
    return f"handshakes/{handshake.pk}/{path}"


def only_own_book(acme, role):
    with acme.scope():
        RoleSetting.objects.create(role=role, visibility="own_book")


# The board


def test_the_board_has_a_column_for_each_stage_with_its_arr(world, acme):
    with acme.scope():
        Account.objects.filter(pk=acme.account.pk).update(arr_amount=12_000_000, stage_since_on="2026-09-07")
        add_account("Adopting", stage="adopt", arr_amount=5_000_000)
        add_account("Gone", stage="adopt", arr_amount=9_900_000, status="churned")
        place_accounts(zone="UTC", now=NOW)
    status, text = get(world, acme.lead, "stages/?book=all")

    assert status == 200
    assert [text.count(f'id="lane-{stage}"') for stage in ("land", "adopt", "expand", "renew")] == [
        1,
        1,
        1,
        1,
    ]
    assert "€120 k" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "10 d in stage" in text
    assert "Qualification" in text
    assert "Gone" not in text


def test_without_money_the_board_shows_counts_alone(world, acme):
    with acme.scope():
        Account.objects.filter(pk=acme.account.pk).update(arr_amount=12_000_000)
        RoleSetting.objects.create(role=Role.CSM, sees_money=False)
    _status, text = get(world, acme.csm, "stages/")
    assert "1 account" in text
    assert "€" not in text


def test_the_board_shows_the_own_book_and_nothing_hidden(world, acme):
    only_own_book(acme, Role.CSM)
    with acme.scope():
        add_account("Hidden from the CSM", owner=acme.lead)
    _status, text = get(world, acme.csm, "stages/?book=all")
    assert "Customer of Acme" in text
    assert "Hidden from the CSM" not in text


def test_a_lane_is_cut_and_leads_to_the_list(world, acme):
    with acme.scope():
        for number in range(40):
            add_account(f"Customer {number:02}", stage="renew")
    _status, text = get(world, acme.lead, "stages/?book=all")
    assert text.count("cs-stage-card") == 16
    assert "25 more accounts" in text


def test_the_filters_of_the_list_hold_on_the_board(world, acme):
    with acme.scope():
        add_account("Small one", segment="smb")
    _status, text = get(world, acme.lead, "stages/?book=all&f.segment=is:smb")
    assert "Small one" in text
    assert "Customer of Acme" not in text
    assert "Segment: SMB" in text


# Moves


def test_a_move_wants_a_reason_and_can_be_undone(world, acme):
    path = of(acme, "stage-moves/new/?to=adopt&from=board")
    status, text = get(world, acme.csm, path)
    assert (status, text.count('type="checkbox" name="criterion-')) == (200, 4)

    refused = post(world, acme.csm, path, {"version": ""})
    assert refused.status_code == 422
    assert "Say why it moves although this does not hold" in refused.content.decode()

    done = post(world, acme.csm, path, {"version": "", "reason": "Signed by phone"})
    assert (done.status_code, done["Location"]) == (303, "/w/acme/stages/")
    with acme.scope():
        move = StageMove.objects.get(origin="person")
        assert Account.objects.get(pk=acme.account.pk).stage == "adopt"
    back = post(world, acme.csm, of(acme, f"stage-moves/{move.pk}/undoing/"))
    assert back.status_code == 303
    with acme.scope():
        assert Account.objects.get(pk=acme.account.pk).stage == "land"


def test_beside_the_board_the_form_comes_alone_and_leads_back(world, acme):
    path = of(acme, "stage-moves/new/?to=adopt&from=board")
    _status, text = get(world, acme.csm, path, headers=HTMX)
    assert text.lstrip().startswith('<form class="cs-panel')
    done = post(world, acme.csm, path, {"version": "", "reason": "Signed"}, headers=HTMX)
    assert (done.status_code, done["HX-Redirect"]) == (204, "/w/acme/stages/")


def test_who_may_not_edit_the_account_moves_nothing(world, acme):
    answer = post(world, acme.observer, of(acme, "stage-moves/new/?to=adopt"), {"reason": "x"})
    assert answer.status_code == 403
    with acme.scope():
        assert Account.objects.get(pk=acme.account.pk).stage == "land"
        assert StageMove.objects.count() == 0


def test_a_criterion_is_ticked_on_the_account_page(world, acme):
    with acme.scope():
        signed = Criterion.objects.get(text="The contract is signed.")
    assert post(world, acme.csm, of(acme, f"criteria/{signed.pk}/"), {"holds": "1"}).status_code == 303
    _status, text = get(world, acme.csm, of(acme, "panels/stage/"), headers=HTMX)
    assert text.count('aria-pressed="true"') == 1
    post(world, acme.csm, of(acme, f"criteria/{signed.pk}/"), {"holds": ""})
    _status, text = get(world, acme.csm, of(acme, "panels/stage/"), headers=HTMX)
    assert text.count('aria-pressed="true"') == 0


# Handshakes


def test_the_page_shows_both_sides_the_items_and_the_record(world, acme, handshake):
    status, text = get(world, acme.am, at(handshake))
    assert status == 200
    for words in (
        "Customer of Acme, Land to Adopt", "Am of Acme, you", "Csm of Acme", "2 people, 1 at C-level",
        "7 days left · due 24 Sep 2026", "Deliver", "Am of Acme opened it",
    ):  # fmt: skip
        assert words in text
    assert "Your decision" not in text


def test_one_goes_the_whole_way_through_its_pages(world, acme, handshake):
    def version():
        with acme.scope():
            return str(fresh(handshake).version)

    def line(key):
        with acme.scope():
            return item(handshake, key).pk

    give = {"value": "Proposal v4", "file": "", "missing_reason": ""}
    assert post(world, acme.am, at(handshake, f"items/{line('outcomes')}/"), give).status_code == 303
    assert post(world, acme.am, at(handshake, "delivery/"), {"version": version()}).status_code == 303

    for key in ("outcomes", "stakeholders", "timeline"):
        answer = post(world, acme.csm, at(handshake, f"items/{line(key)}/check/"), {"holds": "1"})
        assert answer.status_code == 303
    refused = post(world, acme.csm, at(handshake, "acceptance/"), {"version": version()})
    assert refused.status_code == 409
    assert "Customer proposal and Handover form are required and missing." in refused.content.decode()
    _status, text = get(world, acme.csm, at(handshake))
    assert "Cannot be accepted yet" in text
    assert "Remind Am of Acme" in text

    assert post(world, acme.am, at(handshake, f"items/{line('proposal')}/"), give).status_code == 303
    form = {key: str(value) for key, value in FORM.items() if key != "hourly_rate_amount"}
    assert (
        post(world, acme.am, at(handshake, "form/"), {**form, "hourly_rate_amount": "90"}).status_code == 303
    )
    question = {"question": "Which version?"}
    assert (
        post(world, acme.csm, at(handshake, f"items/{line('proposal')}/question/"), question).status_code
        == 303
    )
    answer = {"answer": "The fourth."}
    assert post(world, acme.am, at(handshake, f"items/{line('proposal')}/answer/"), answer).status_code == 303

    empty = post(world, acme.csm, at(handshake, "return/"), {"version": version(), "reason": ""})
    assert empty.status_code == 422
    back = post(
        world, acme.csm, at(handshake, "return/"), {"version": version(), "reason": "Baseline unclear"}
    )
    assert back.status_code == 303
    post(world, acme.am, at(handshake, "delivery/"), {"version": version()})
    for key in ("proposal", "form"):
        post(world, acme.csm, at(handshake, f"items/{line(key)}/check/"), {"holds": "1"})
    done = post(world, acme.csm, at(handshake, "acceptance/"), {"version": version()})
    assert done.status_code == 303
    with acme.scope():
        assert fresh(handshake).state == "accepted"
        assert fresh(handshake).form["hourly_rate_amount"] == 9000
    _status, text = get(world, acme.am, at(handshake))
    assert "Csm of Acme accepted it" in text
    assert "“Baseline unclear”" in text


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("csm", "delivery/", 403), ("am", "acceptance/", 403), ("am", "return/", 403), ("dm", "delivery/", 403),
        ("observer", "withdrawal/", 403), ("csm_lead", "delivery/", 303), ("executive", "people/", 403),
    ],
)  # fmt: skip
def test_each_side_does_its_own_deeds(world, acme, handshake, role, path, status):
    answer = post(world, acme.members[role], at(handshake, path), {"version": str(handshake.version)})
    assert answer.status_code == status
    if status == 403:
        with acme.scope():
            assert (fresh(handshake).state, fresh(handshake).version) == ("draft", 1)


def test_a_receiver_sees_a_handshake_before_the_account_and_nobody_else_does(world, acme, handshake):
    only_own_book(acme, Role.CSM)
    only_own_book(acme, Role.RM)
    with acme.scope():
        AccountOwner.objects.filter(account=acme.account, role__in=("csm", "rm")).delete()
    assert get(world, acme.csm, of(acme, ""))[0] == 404
    status, text = get(world, acme.csm, at(handshake))
    assert status == 200
    assert of(acme, "files") not in text
    assert get(world, acme.rm, at(handshake))[0] == 404
    _status, listed = get(world, acme.csm, "handshakes/?book=all")
    assert "1 handshake" in listed
    _status, listed = get(world, acme.rm, "handshakes/?book=all")
    assert "No handshakes here" in listed


def test_the_hourly_rate_is_for_those_who_see_money(world, acme, handshake):
    with acme.scope():
        Handshake.objects.filter(pk=handshake.pk).update(form=FORM)
        RoleSetting.objects.create(role=Role.CSM, sees_money=False)
    assert "€90" in get(world, acme.am, at(handshake))[1].replace("\xa0", "")
    _status, text = get(world, acme.csm, at(handshake))
    assert "€" not in text
    assert "Anna Sponsor" in text


def test_who_sees_no_money_keeps_the_rate_when_filling_in_the_form(world, acme, handshake):
    with acme.scope():
        Handshake.objects.filter(pk=handshake.pk).update(form=FORM, giver=acme.csm, receiver=acme.am)
        RoleSetting.objects.create(role=Role.CSM, sees_money=False)
    _status, text = get(world, acme.csm, at(handshake, "form/"))
    assert "hourly_rate_amount" not in text
    form = {key: str(value) for key, value in FORM.items() if key not in ("hourly_rate_amount", "currency")}
    sent = {
        **form,
        "contact_name": "Urho",
        "data_migration-sold": "on",
        "data_migration-comment": "From the old one",
    }
    assert post(world, acme.csm, at(handshake, "form/"), sent).status_code == 303
    with acme.scope():
        held = fresh(handshake).form
    assert (held["contact_name"], held["hourly_rate_amount"], held["currency"]) == ("Urho", 9000, "EUR")
    assert held["services"] == {"data_migration": {"comment": "From the old one", "due_on": ""}}


def test_what_waits_for_me_stands_first(world, acme, handshake):
    with acme.scope():
        other = add_account("Aaa", owner=acme.csm)
        AccountOwner.objects.create(account=other, role="am", member=acme.am)
        Handshake.objects.create(
            account=other, kind=1, origin="person", origin_key="person", giver=acme.am, receiver=acme.csm,
            opened_at=NOW, due_on="2026-09-01", state="delivered",
        )  # fmt: skip
    _status, text = get(world, acme.am, "handshakes/?book=all")
    assert text.index("Customer of Acme") < text.index("Aaa")
    assert "16 days late" in text
    _status, text = get(world, acme.csm, "handshakes/?book=all")
    assert text.index(">Aaa") < text.index("Customer of Acme")


def test_one_is_opened_by_hand_on_the_account(world, acme):
    answer = post(world, acme.am, of(acme, "handshakes/new/"), {"kind": "2"})
    with acme.scope():
        made = Handshake.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/w/acme/handshakes/{made.pk}/")
    assert (made.kind, made.giver_id, made.receiver_id) == (2, acme.csm.pk, acme.am.pk)
    assert post(world, acme.observer, of(acme, "handshakes/new/"), {"kind": "2"}).status_code == 403


def test_people_are_named_by_either_side(world, acme, handshake):
    sent = {"giver": str(acme.am.pk), "receiver": str(acme.dm.pk), "version": "1"}
    assert post(world, acme.am, at(handshake, "people/"), sent).status_code == 303
    with acme.scope():
        assert fresh(handshake).receiver == acme.dm
    same = {"giver": str(acme.am.pk), "receiver": str(acme.am.pk), "version": "2"}
    assert post(world, acme.am, at(handshake, "people/"), same).status_code == 422


def test_the_account_page_shows_handshakes_promises_and_the_story(world, acme, handshake):
    with acme.scope():
        make_promise(
            acme.account, PromiseFields(text="Two leads", made_on=TODAY, due_on=TODAY), by=acme.am, now=NOW
        )
        checked(acme, delivered(acme, filled(acme, handshake)))
    _status, text = get(world, acme.csm, of(acme, "panels/handshakes/"), headers=HTMX)
    assert "Land to Adopt" in text
    _status, text = get(world, acme.csm, of(acme, "panels/promises/"), headers=HTMX)
    assert "Two leads" in text
    _status, text = get(world, acme.csm, of(acme, "timeline/"))
    assert "Handshake Land to Adopt" in text
    assert "Two leads" in text


# Promises


def test_a_promise_is_added_changed_and_kept(world, acme):
    sent = {"text": "Two leads", "made_on": "2026-09-17", "due_on": "2026-10-05", "owner": str(acme.dm.pk)}
    assert post(world, acme.am, of(acme, "promises/new/"), sent).status_code == 303
    with acme.scope():
        promise = Promise.objects.get()
    path = f"promises/{promise.pk}/"
    assert post(world, acme.am, path, {**sent, "text": "Three leads", "version": "1"}).status_code == 303
    assert post(world, acme.am, path, {**sent, "text": "Three leads", "version": "1"}).status_code == 303
    late = post(world, acme.am, path, {**sent, "due_on": "2026-10-06", "version": "1"})
    assert (
        late.status_code,
        [(one.field, one.theirs, one.yours) for one in late.context["differences"]],
    ) == (
        409,
        [("text", "Three leads", "Two leads"), ("due_on", "5 Oct 2026", "6 Oct 2026")],
    )
    chosen = {**sent, "due_on": "2026-10-06", "version": "2", "take-text": "theirs", "take-due_on": "mine"}
    assert post(world, acme.am, path, chosen).status_code == 303
    with acme.scope():
        promise.refresh_from_db()
        assert (promise.text, str(promise.due_on)) == ("Three leads", "2026-10-06")
    broken = post(world, acme.dm, f"{path}state/", {"state": "broken", "note": "", "version": "3"})
    assert broken.status_code == 422
    kept = post(world, acme.dm, f"{path}state/", {"state": "kept", "note": "", "version": "3"})
    assert kept.status_code == 303
    _status, text = get(world, acme.csm, "promises/?book=all")
    assert "Three leads" in text
    assert "Kept" in text
    assert post(world, acme.observer, path, sent).status_code == 403


# Settings


def test_an_admin_edits_the_stages_and_nobody_else(world, acme):
    with acme.scope():
        setting = StageSetting.objects.get(stage="adopt")
        steps = list(SubStage.objects.filter(stage="adopt").order_by("position"))
        criteria = list(Criterion.objects.filter(stage="adopt"))
    path = f"settings/stages/{setting.pk}/"
    status, text = get(world, acme.admin, path)
    assert (status, "Onboarding" in text, "A CSM owns the account." in text) == (200, True, True)
    sent = {"owner_role": "dm", "version": "1", "step-new-name": "Reference", "step-new-place": "9"}
    for place, step in enumerate(steps):
        sent |= {f"step-{step.pk}-name": step.name.upper(), f"step-{step.pk}-place": str(place)}
    for one in criteria:
        sent |= {f"{one.kind}-{one.pk}-name": one.text, f"{one.kind}-{one.pk}-required": "on"}
    assert post(world, acme.admin, path, sent).status_code == 303
    with acme.scope():
        names = SubStage.objects.filter(stage="adopt").order_by("position").values_list("name", flat=True)
        assert list(names) == ["ONBOARDING", "ADOPTION", "VALUE REALISED", "Reference"]
        assert Criterion.objects.filter(stage="adopt", is_required=True).count() == 3
    assert post(world, acme.admin, path, sent).status_code == 409
    assert get(world, acme.lead, "settings/stages/")[0] == 403


def test_the_country_of_the_workspace_is_chosen_in_its_settings(world, acme):
    page = world.client(acme.admin).get("/w/acme/settings/workspace/")
    form = {name: page.context["form"].initial[name] or "" for name in page.context["form"].initial}
    sent = {**form, "country": "FI", "requires_second_factor": ""}
    assert post(world, acme.admin, "settings/workspace/", sent).status_code == 303
    assert Workspace.objects.get(pk=acme.workspace.pk).country == "FI"
    assert post(world, acme.admin, "settings/workspace/", {**sent, "country": "XX"}).status_code == 422


def test_a_place_is_made_for_an_account_that_moves_before_the_sweep(world, acme):
    post(world, acme.csm, of(acme, "stage-moves/new/?to=adopt"), {"version": "", "reason": "Signed"})
    with acme.scope():
        assert AccountStage.objects.get().version == 2


def test_open_promises_stand_before_those_that_ended(world, acme):
    with acme.scope():
        for text, due in (("Ended first", "2026-09-18"), ("Still open", "2026-10-01")):
            Promise.objects.create(account=acme.account, text=text, made_on=TODAY, due_on=due, created_at=NOW)
        Promise.objects.filter(text="Ended first").update(state="kept")
    _status, text = get(world, acme.csm, "promises/?book=all")
    assert text.index("Still open") < text.index("Ended first")


def test_times_of_the_record_are_the_readers(world, acme, handshake):
    Workspace.objects.filter(pk=acme.workspace.pk).update(time_zone="Europe/Helsinki")
    _status, text = get(world, acme.am, at(handshake))
    assert "17 Sep ’26 11:00" in text
