import pytest

from health.models import Metric, Scorecard, ScorecardVersion
from health.services import recompute
from tests.health.book import accounts, metric, rate_all
from tests.support.world import NOW, TODAY

CARDS = "/w/acme/scorecards/cards"


@pytest.fixture
def designer(world, acme, time_machine):
    time_machine.move_to(NOW)
    return world.client(acme.lead)


@pytest.fixture
def card(acme):
    with acme.scope():
        return Scorecard.objects.get(is_default=True).pk


def form(acme, edits, weights, **more):
    """The designer's fields with these weights in percent."""
    with acme.scope():
        ids = dict(Metric.objects.values_list("key", "pk"))
    sent = {"edits": edits, "healthy_from": "60", "monitor_from": "40", "min_coverage": "50"}
    return sent | {f"weight_{ids[key]}": weight for key, weight in weights.items()} | more


def draft_of(acme):
    with acme.scope():
        return ScorecardVersion.objects.get(status="draft")


def test_a_draft_is_begun_saved_looked_at_and_published(designer, acme, card):
    with acme.scope():
        for account in (acme.account, *accounts(2)):
            rate_all(account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    assert designer.post(f"{CARDS}/{card}/draft/opening/").status_code == 303
    page = designer.get(f"{CARDS}/{card}/draft/").content.decode()
    assert "Nothing yet: the draft scores as the version in force." in page
    saved = designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "100"}, then="preview"))
    assert saved["Location"].endswith(f"/cards/{card}/draft/preview/")
    preview = designer.get(saved["Location"]).content.decode()
    assert "3 accounts of 3 would change their band" in preview
    assert "Customer growth: weight 14.0" in preview
    done = designer.post(f"{CARDS}/{card}/draft/publication/", {"edits": 2, "published": 1})
    assert done["Location"].endswith(f"/cards/{card}/")
    assert "v2 in force" in designer.get(done["Location"]).content.decode()
    again = designer.post(f"{CARDS}/{card}/draft/publication/", {"edits": 2, "published": 1})
    assert again.status_code == 404


def test_figures_are_refused_at_their_fields_and_nothing_is_saved(designer, acme, card):
    designer.post(f"{CARDS}/{card}/draft/opening/")
    with acme.scope():
        growth = metric("growth").pk
    wrong = {f"cut_{growth}_growth_2": "110", f"cut_{growth}_growth_3": "95"}
    answer = designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "100"}, **wrong))
    assert answer.status_code == 422
    assert "The figure for 3 must lie above that for 2." in answer.content.decode()
    half = designer.post(
        f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "101"}, **{f"cut_{growth}_growth_2": "9"})
    )
    text = half.content.decode()
    assert "Fill in both figures, or none for the metric&#x27;s own." in text
    assert "Write a number from 0 to 100." in text
    assert draft_of(acme).edits == 1


def test_the_second_of_two_people_is_told_and_may_save_with_open_eyes(designer, acme, card):
    designer.post(f"{CARDS}/{card}/draft/opening/")
    assert designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "100"})).status_code == 303
    late = designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"sentiment": "100"}))
    assert late.status_code == 409
    assert "Somebody else changed this draft meanwhile." in late.content.decode()
    assert 'name="edits" value="2"' in late.content.decode()


def test_publishing_over_another_version_is_told_with_what_it_changed(designer, acme, card):
    from health.services import publish_scorecard

    designer.post(f"{CARDS}/{card}/draft/opening/")
    designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "100"}))
    with acme.scope():
        publish_scorecard({"sentiment": 10_000}, by=acme.admin, today=TODAY, now=NOW)
    answer = designer.post(f"{CARDS}/{card}/draft/publication/", {"edits": 2, "published": 1})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "v3 was published meanwhile." in text
    assert "Customer sentiment: weight 14.0" in text
    assert (
        designer.post(f"{CARDS}/{card}/draft/publication/", {"edits": 2, "published": 3}).status_code == 303
    )


def test_versions_are_compared_and_restored(designer, acme, card):
    designer.post(f"{CARDS}/{card}/draft/opening/")
    designer.post(f"{CARDS}/{card}/draft/", form(acme, 1, {"growth": "100"}))
    designer.post(f"{CARDS}/{card}/draft/publication/", {"edits": 2, "published": 1})
    with acme.scope():
        first, second = ScorecardVersion.objects.order_by("number").values_list("pk", flat=True)
    shown = designer.get(f"/w/acme/scorecards/versions/{second}/?against=1").content.decode()
    assert "What changed from v1" in shown
    assert "Customer sentiment is gone; it had 14.0" in shown
    assert designer.get(f"/w/acme/scorecards/versions/{second}/?against=9").status_code == 404
    assert designer.post(f"/w/acme/scorecards/versions/{first}/restoration/").status_code == 303
    assert draft_of(acme).number == 3
    assert designer.post(f"{CARDS}/{card}/draft/removal/", {"edits": 1}).status_code == 303


def test_a_card_for_a_segment_is_added_and_a_usage_metric_made(designer, acme):
    made = designer.post(f"{CARDS}/new/", {"name": "Small customers"})
    page = designer.get(made["Location"]).content.decode()
    assert "Say whom it scores: choose a segment, a stage or a product." in page
    assert "Any segment" in page
    fields = {
        "label": "Exports", "group": "adoption", "shelf_life_days": "30", "figure": "quantity",
        "feature": "export", "window_days": "7", "cut_2": "5", "cut_3": "10",
    }  # fmt: skip
    assert designer.post("/w/acme/scorecards/metrics/new/", fields).status_code == 303
    assert "Uses of export, 7 days" in designer.get("/w/acme/scorecards/metrics/").content.decode()
    with acme.scope():
        own = Metric.objects.get(key="exports")
        assert (own.cutoffs, own.is_automatic) == ([5_000, 10_000], True)
    wrong = designer.post("/w/acme/scorecards/metrics/new/", fields | {"cut_3": "1"})
    assert (wrong.status_code, "The figure for 3 must lie above" in wrong.content.decode()) == (422, True)


def test_who_may_use_scorecards_reads_them_and_changes_nothing(world, acme, designer, card):
    designer.post(f"{CARDS}/{card}/draft/opening/")
    reader = world.client(acme.csm)
    assert reader.get(f"{CARDS}/{card}/").status_code == 200
    assert reader.get("/w/acme/scorecards/metrics/").status_code == 200
    for address in ("draft/", "draft/preview/"):
        assert reader.get(f"{CARDS}/{card}/{address}").status_code == 403
    for address in ("draft/opening/", "draft/publication/", "draft/removal/", "retirement/"):
        assert reader.post(f"{CARDS}/{card}/{address}").status_code == 403
    assert reader.get("/w/acme/scorecards/metrics/new/").status_code == 403
    assert draft_of(acme).edits == 1


def test_the_account_page_says_which_card_scores_it_and_why(world, acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    panel = world.client(acme.csm).get(f"/w/acme/accounts/{acme.account.pk}/panels/why/").content.decode()
    assert "Default v1 scores it, since no other scorecard names its segment, stage or products." in panel


def test_of_a_large_book_the_page_comes_first_and_the_figures_follow(designer, acme, card, monkeypatch):
    monkeypatch.setattr("health.views.drafts.AT_ONCE", 2)
    with acme.scope():
        for account in (acme.account, *accounts(2)):
            rate_all(account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    designer.post(f"{CARDS}/{card}/draft/opening/")
    address = f"{CARDS}/{card}/draft/preview/"
    first = designer.get(f"{address}?move=healthy-monitor").content.decode()
    assert "3 accounts are scored under the versions in force and under the draft." in first
    assert f'hx-get="{address}?move=healthy-monitor&amp;whole=1"' in first
    assert "From band to band" not in first
    part = designer.get(f"{address}?whole=1", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="cs-stack" id="preview">')
    assert "0 accounts of 3 would change their band" in part
    assert "0 accounts of 3 would change their band" in designer.get(f"{address}?whole=1").content.decode()
