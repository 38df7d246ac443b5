import json
import re
from datetime import timedelta
from html import unescape

import pytest

from health.models import Metric, Reading, Scorecard, ScorecardVersion
from health.services import recompute
from health.services.designer import MetricFields, create_metric
from tests.health.book import rate_all, read
from tests.support.world import NOW, TODAY
from workspaces.models import RoleSetting

GOLDEN = [1, 2, 2, 3, 2, 3, 1]
HTMX = {"HX-Request": "true"}
PANELS = ("health", "why", "lift", "score-history")


@pytest.fixture
def scored(acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        rate_all(acme.account, [3, 2, 2, 3, 2, 3, 1], TODAY - timedelta(days=9))
        recompute(as_of=TODAY - timedelta(days=9), today=TODAY, now=NOW)
        read(acme.account, "utilisation_features", 1, TODAY - timedelta(days=1))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    return acme


def account_url(company, rest=""):
    return f"{company.url}/accounts/{company.account.id}/{rest}"


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_is_a_fragment_for_htmx_and_a_page_otherwise(world, scored, panel):
    client = world.client(scored.csm)
    fragment = client.get(account_url(scored, f"panels/{panel}/"), headers=HTMX)
    assert fragment.status_code == 200
    assert f'id="panel-{panel}"' in text(fragment)
    assert "<html" not in text(fragment)
    page = client.get(account_url(scored, f"panels/{panel}/"))
    assert page.status_code == 200
    assert "<html" in text(page)


def test_the_why_panel_says_each_part_and_what_moved(world, scored):
    page = text(world.client(scored.csm).get(account_url(scored, "panels/why/"), headers=HTMX))
    assert "Why 49.5" in page
    assert "Default v1" in page
    assert (
        "Lost 15.0 points on 17 Sep 2026, all of it from Utilisation – product features (rating fell)."
        in page
    )
    assert "1.990 on 1–3" in page
    assert "was rated 3" in page


def test_the_lift_panel_names_the_smallest_change(world, scored):
    page = text(world.client(scored.csm).get(account_url(scored, "panels/lift/"), headers=HTMX))
    assert "Healthy starts at 60.0" in page
    assert "+15.0" in page
    assert "64.5" in page


def test_an_unknown_score_says_what_to_measure_and_leads_there(world, acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    page = text(world.client(acme.csm).get(account_url(acme, "panels/lift/"), headers=HTMX))
    assert "Measure Utilisation – licence activation" in page
    assert f"/w/acme/accounts/{acme.account.id}/readings/new/?metric=utilisation_licences" in page


def test_stale_readings_are_told(world, acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        rate_all(acme.account, GOLDEN, TODAY - timedelta(days=40))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    page = text(world.client(acme.csm).get(account_url(acme, "panels/why/"), headers=HTMX))
    assert "Stale: Utilisation – product features and Utilisation – licence activation." in page
    assert "stale, 40 days old" in page


def test_an_outsider_and_a_missing_account_get_the_same_404(world, scored):
    for rest in (*(f"panels/{panel}/" for panel in PANELS), "readings/", "readings/new/"):
        assert world.client(world.outsider).get(account_url(scored, rest)).status_code == 404
        assert world.client(scored.csm).get(f"{scored.url}/accounts/999999/{rest}").status_code == 404


def test_a_csm_records_the_metrics_of_the_role_on_the_own_account(world, acme, time_machine):
    time_machine.move_to(NOW)
    client = world.client(acme.csm)
    page = client.get(account_url(acme, "readings/new/?metric=sponsor_coverage"))
    assert page.status_code == 200
    labels = [label for _pk, label in page.context["form"].fields["metric"].choices]
    assert labels == [
        "Utilisation – product features",
        "Utilisation – licence activation",
        "Customer sentiment",
        "Sponsor coverage / advocacy",
        "Customer growth",
    ]
    with acme.scope():
        metric = Metric.objects.get(key="sponsor_coverage")
    given = {"metric": metric.id, "rating": 2, "measured_on": "2026-09-17", "note": "met the CFO"}
    answer = client.post(account_url(acme, "readings/new/"), given)
    assert (answer.status_code, answer["Location"]) == (303, account_url(acme, "readings/"))
    with acme.scope():
        reading = Reading.objects.get()
        assert (reading.rating, reading.note, reading.recorded_by) == (2, "met the CFO", acme.csm)
    assert "met the CFO" in text(client.get(account_url(acme, "readings/")))


def test_readings_are_filtered_by_a_metric_of_the_workspaces_own(world, acme):
    with acme.scope():
        own = create_metric(MetricFields("Executive mood", "voice", 60), by=acme.admin, now=NOW)
        mood = read(acme.account, own.key, 1, TODAY)
        read(acme.account, "growth", 3, TODAY)
    client = world.client(acme.csm)
    shown = client.get(account_url(acme, f"readings/?f.metric=is:{own.key}"))
    assert [row.id for row in shown.context["list"].rows] == [mood.pk]
    assert "Executive mood" in text(client.get(account_url(acme, "readings/?edit=metric")))
    assert "knows no" in text(client.get(account_url(acme, "readings/?f.metric=is:none_such")))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rating": 9}, "Choose one of the ratings shown."),
        ({"measured_on": "2026-09-18"}, "The day lies ahead"),
        ({"measured_on": "2026-02-30"}, "This is no day of the calendar. Write it like 2026-12-31."),
        ({"note": "x" * 501}, "Shorten the note to 500 characters."),
        ({"metric": 999999}, "Choose a metric of the list."),
    ],
)
def test_a_wrong_reading_is_refused_with_the_field_and_nothing_is_written(
    world, acme, time_machine, given, said
):
    time_machine.move_to(NOW)
    with acme.scope():
        metric = Metric.objects.get(key="growth")
    values = {"metric": metric.id, "rating": 2, "measured_on": "2026-09-17", "note": "", **given}
    answer = world.client(acme.csm).post(account_url(acme, "readings/new/"), values)
    assert answer.status_code == 422
    assert said in text(answer)
    with acme.scope():
        assert not Reading.objects.exists()


def test_a_metric_of_another_role_cannot_be_recorded(world, acme):
    with acme.scope():
        metric = Metric.objects.get(key="financial_health")
    values = {"metric": metric.id, "rating": 2, "measured_on": "2026-09-01"}
    assert world.client(acme.csm).post(account_url(acme, "readings/new/"), values).status_code == 422
    assert world.client(acme.observer).get(account_url(acme, "readings/new/")).status_code == 403
    with acme.scope():
        assert not Reading.objects.exists()


def test_one_click_publishes_the_offer(world, acme, time_machine):
    time_machine.move_to(NOW)
    with acme.scope():
        read(acme.account, "growth", 3, TODAY, source="import")
    client = world.client(acme.admin)
    page = client.get(f"{acme.url}/scorecards/")
    assert "Under the offered scorecard it would be <b>1</b>" in text(page)
    assert client.post(f"{acme.url}/scorecards/publication/", {"version": 1}).status_code == 303
    with acme.scope():
        assert ScorecardVersion.objects.count() == 2
    again = client.post(f"{acme.url}/scorecards/publication/", {"version": 1})
    assert again.status_code == 409
    assert "Default v2" in text(client.get(f"{acme.url}/scorecards/"))
    with acme.scope():
        card = Scorecard.objects.get()
    assert "Retired" in text(client.get(f"{acme.url}/scorecards/cards/{card.pk}/"))


def test_who_may_not_edit_scorecards_may_not_publish(world, acme):
    assert world.client(acme.csm).get(f"{acme.url}/scorecards/").status_code == 200
    for address in ("publication", "recompute"):
        assert world.client(acme.csm).post(f"{acme.url}/scorecards/{address}/").status_code == 403
    assert world.client(acme.observer).get(f"{acme.url}/scorecards/").status_code == 403
    with acme.scope():
        assert ScorecardVersion.objects.count() == 1


def test_the_account_list_shows_sorts_and_filters_by_health(world, scored):
    client = world.client(scored.csm)
    page = client.get(f"{scored.url}/accounts/?sort=-score&f.band=is:monitor")
    assert page.status_code == 200
    assert "49.5" in text(page)
    assert "Customer of Acme" not in text(client.get(f"{scored.url}/accounts/?f.band=is:healthy"))
    assert "Customer of Acme" in text(client.get(f"{scored.url}/accounts/?f.score=over:49"))


def test_a_hidden_account_hides_its_health(world, scored):
    with scored.scope():
        RoleSetting.objects.create(role="observer", visibility="own_book", sees_money=False)
    client = world.client(scored.observer)
    assert client.get(account_url(scored, "panels/why/")).status_code == 404


def test_the_account_page_explains_the_score_of_a_past_day(world, time_machine):
    time_machine.move_to(NOW)
    with world.acme.scope():
        rate_all(world.acme.account, [3] * 7, TODAY - timedelta(days=400))
        recompute(as_of=TODAY - timedelta(days=399), today=TODAY, now=NOW)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    browser = world.client(world.acme.csm)
    address = f"/w/acme/accounts/{world.acme.account.pk}/"
    day = (TODAY - timedelta(days=399)).isoformat()
    page = browser.get(address, {"asof": day}).content.decode()
    assert f'hx-get="{address}panels/why/?asof={day}"' in page
    assert "Everything else here is as of today." in page
    assert "Why 100.0" in browser.get(f"{address}panels/why/", {"asof": day}).content.decode()
    assert "Why the score is unknown" in browser.get(f"{address}panels/why/").content.decode()
    history = browser.get(f"{address}panels/score-history/").content.decode()
    assert f'href="{address}?asof={day}"' in history
    for wrong in ("2999-01-01", "soon", "1900-01-01"):
        assert "Everything else" not in browser.get(address, {"asof": wrong}).content.decode()


def test_the_chart_of_the_history_travels_in_an_attribute_of_the_fragment(world, time_machine):
    """Fragments are taken in without any script element, so the data must not stand in one."""
    time_machine.move_to(NOW)
    with world.acme.scope():
        rate_all(world.acme.account, [3] * 7, TODAY - timedelta(days=20))
        recompute(as_of=TODAY - timedelta(days=15), today=TODAY, now=NOW)
        rate_all(world.acme.account, GOLDEN, TODAY - timedelta(days=2))
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    address = f"/w/acme/accounts/{world.acme.account.pk}/panels/score-history/"
    panel = world.client(world.acme.csm).get(address, headers=HTMX).content.decode()
    assert "<script" not in panel
    chart = json.loads(unescape(re.search(r'data-chart="([^"]+)"', panel).group(1)))
    assert chart["series"][0]["data"] == [100.0, 100.0, 49.5]
