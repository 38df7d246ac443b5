"""Use in a review, to the number: by week, by feature, and each feature by week, beside the rest of the book."""

from datetime import date

import pytest

from accounts.models import Product, ProductFeature
from reports.facts import FeatureFact
from reports.rules import Quarter
from reports.selectors.qbr.usage import usage_facts
from tests.health.test_usage_charts import use
from tests.support.world import add_account

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 30)


def peers(count=4):
    """Customers P0 … of which P-n has two users in the last week; n of 4 use "export" with one of them."""
    rows = []
    for number in range(count):
        add_account(f"P{number}", external_id=f"P{number}")
        rows.append((f"P{number}", LAST, "import", 1, f"a{number}"))
        rows.append((f"P{number}", LAST, "export" if number % 2 else "import", 1, f"b{number}"))
    return rows


def taken(company):
    return usage_facts(company.account, Quarter(2026, 2), LAST)


def test_features_stand_week_by_week_beside_the_median_and_the_best_tenth(acme):
    with acme.scope():
        use(
            *peers(),
            ("A-1", LAST, "import", 3, "ann"),
            ("A-1", LAST, "import", 1, "bo"),
            ("A-1", LAST, "export", 1, "bo"),
            ("A-1", date(2026, 6, 20), "export", 1, "ann"),
        )
        series = taken(acme).series
    assert [one.label for one in series] == ["Import", "Export"]
    imported, export = series
    last = export.weeks[-1]
    assert (last.on, last.value, last.median, last.best) == (LAST, 50.0, 50.0, 50.0)
    assert (imported.weeks[-1].value, imported.weeks[-1].median) == (100.0, 100.0)
    # One customer alone was seen in the week before: fewer than five are no median.
    assert (export.weeks[-2].value, export.weeks[-2].median, export.weeks[-2].best) == (100.0, None, None)
    assert export.weeks[0].value is None


def test_a_single_feature_needs_no_small_charts(acme):
    with acme.scope():
        use(("A-1", LAST, "import", 3, "ann"))
        assert taken(acme).series == ()


def test_without_names_uses_are_counted_and_a_quiet_week_is_a_zero(acme):
    with acme.scope():
        rows = [(code, day, feature, n, user) for code, day, feature, n, user in peers()]
        use(
            *[(code, day, feature, n, "") for code, day, feature, n, _user in rows],
            ("A-1", LAST, "import", 3, ""),
            ("A-1", LAST, "export", 5, ""),
            ("P1", date(2026, 6, 20), "export", 2, ""),
        )
        facts = taken(acme)
    export = next(one for one in facts.series if one.label == "Export")
    assert facts.unit == "uses"
    assert (export.weeks[-1].value, export.weeks[-1].median, export.weeks[-1].best) == (5.0, 1.0, 5.0)
    assert (export.weeks[-2].value, export.weeks[-2].median) == (0.0, 0.0)


def test_advanced_features_are_told_from_basic_ones_by_the_products_list(acme):
    with acme.scope():
        product = Product.objects.first() or Product.objects.create(name="Recruit", name_key="recruit")
        ProductFeature.objects.create(product=product, key="export", label="Exports", is_advanced=True)
        use(("A-1", LAST, "import", 3, "ann"), ("A-1", LAST, "export", 1, "bo"))
        told = taken(acme).features
    assert sorted((one.label, one.is_advanced) for one in told) == [("Exports", True), ("Import", False)]
    assert told[0] == FeatureFact("Exports", 50.0, None, None, True)
