import json
import re
from datetime import date
from html import unescape

from accounts.services import FeatureFields, create_product
from core.staging import staged
from health.choices import UsageFigure
from health.ingest import record_usage
from health.selectors.usage import named_features
from health.selectors.usage_charts import usage_chart
from tests.support.world import NOW, TODAY, add_account

COLUMNS = {
    "row_no": "integer", "message_id": "text", "account": "text", "occurred_on": "date", "feature": "text",
    "quantity": "integer", "user_id": "text",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def use(*rows):
    numbered = [(number, f"U-{number}", *row) for number, row in enumerate(rows, 2)]
    with staged(COLUMNS, numbered) as table:
        assert record_usage(table, batch_id=None, now=NOW).created == len(rows)


def book(count, segment="enterprise"):
    """Customers P0, P1 … of a segment; P-n uses 10·(n+1) in July and in September 2026."""
    for number in range(count):
        add_account(f"P{number}", external_id=f"P{number}", segment=segment)
    return [
        (f"P{number}", date(2026, month, 3), "export", 10 * (number + 1), "ann")
        for number in range(count)
        for month in (7, 9)
    ]


def chart(account, figure="quantity", feature="", span="life"):
    return usage_chart(account, figure=UsageFigure(figure), feature=feature, span=span, today=TODAY)


def test_an_account_that_never_used_it_has_no_chart(acme):
    with acme.scope():
        assert chart(acme.account) is None


def test_each_month_stands_beside_the_median_and_the_best_tenth_of_the_segment(acme):
    with acme.scope():
        rows = book(4)
        add_account("Small", external_id="S", segment="smb")
        use(
            *rows,
            ("A-1", date(2026, 7, 3), "export", 100, "bo"),
            ("S", date(2026, 7, 3), "export", 9_000, "cy"),
        )
        shown = chart(acme.account)
        assert [(m.first_on.month, m.mine, m.median, m.best) for m in shown.months] == [
            (7, 100.0, 30.0, 100.0),
            (8, 0.0, 0.0, 0.0),
            (9, 0.0, 20.0, 40.0),
        ]
        assert (shown.whole.mine, shown.whole.median, shown.whole.best) == (100.0, 60.0, 100.0)
        assert (shown.peers, shown.beside) == (5, "segment Enterprise")


def test_too_small_a_segment_stands_beside_the_whole_book_and_too_small_a_book_beside_nothing(acme):
    with acme.scope():
        use(("A-1", date(2026, 9, 3), "export", 1, "bo"))
        assert chart(acme.account).enough is False
    with acme.scope():
        rows = book(5, segment="smb")
        use(*[(f"{who}", day, "search", n, "x") for who, day, _feature, n, _user in rows])
        shown = chart(acme.account)
        assert (shown.enough, shown.peers, shown.beside) == (True, 6, "the whole book")


def test_people_are_counted_once_over_the_span_and_one_event_alone_may_be_asked(acme):
    with acme.scope():
        use(
            ("A-1", date(2026, 8, 3), "export", 1, "ann"),
            ("A-1", date(2026, 9, 3), "export", 1, "ann"),
            ("A-1", date(2026, 9, 4), "search", 1, "bo"),
        )
        users = chart(acme.account, "users", span="year")
        assert [month.mine for month in users.months[-2:]] == [1.0, 2.0]
        assert users.whole.mine == 2.0
        assert chart(acme.account, "quantity", "search").whole.mine == 1.0


def test_the_panel_draws_the_chart_and_its_table_and_says_where_there_is_no_use(world, acme, time_machine):
    time_machine.move_to(NOW)
    address = f"/w/acme/accounts/{acme.account.pk}"
    client = world.client(acme.csm)
    assert (
        "No use of the product yet" in client.get(f"{address}/panels/usage/", headers=HTMX).content.decode()
    )
    with acme.scope():
        use(*book(5), ("A-1", date(2026, 7, 3), "export", 100, "bo"))
    assert 'hx-trigger="load"' in client.get(f"{address}/usage/").content.decode()
    panel = client.get(f"{address}/panels/usage/?kpi=quantity&span=life", headers=HTMX).content.decode()
    data = json.loads(unescape(re.search(r'data-chart="([^"]+)"', panel).group(1)))
    assert [series["data"] for series in data["series"]] == [
        [100.0, 0.0, 0.0], [35.0, 0.0, 25.0], [100.0, 0.0, 50.0],
    ]  # fmt: skip
    assert "Uses: 0 in September 2026, the median is 25" in panel
    assert "As a table" in panel


def test_events_are_chosen_by_the_name_that_the_product_gives_them(acme):
    with acme.scope():
        features = [FeatureFields(key="export", label="Reports as files", is_advanced=False)]
        create_product(name="Pro", features=features, by=acme.admin)
        use(("A-1", date(2026, 9, 3), "export", 1, "bo"), ("A-1", date(2026, 9, 3), "search", 1, "bo"))
        assert named_features() == [("export", "Reports as files"), ("search", "search")]


def test_another_workspaces_use_is_not_counted(acme, other):
    with other.scope():
        use(("A-1", date(2026, 9, 3), "export", 900, "bo"))
    with acme.scope():
        use(("A-1", date(2026, 9, 3), "export", 1, "bo"))
        assert chart(acme.account).whole.mine == 1.0
