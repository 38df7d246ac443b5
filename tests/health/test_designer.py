from datetime import timedelta

import pytest

from core.errors import Conflict, DomainError, DomainErrors
from health.choices import Band
from health.models import (
    CurrentScore,
    Metric,
    Reading,
    Recompute,
    Score,
    Scorecard,
    ScorecardMetric,
    ScorecardVersion,
)
from health.selectors.cards import published_card, published_cards
from health.selectors.drafts import differences, draft_problems, version_card
from health.services import publish_offered_scorecard, recompute
from health.services.designer import (
    DraftFields,
    DraftMetric,
    MetricFields,
    create_card,
    create_metric,
    discard_draft,
    draft_from_offer,
    open_draft,
    preview_draft,
    publish_draft,
    restore_version,
    retire_card,
    save_draft,
)
from tests.health.book import accounts, metric, rate_all, read
from tests.support.world import NOW, TODAY
from workspaces.choices import SecurityActKind
from workspaces.models import SecurityAct


def default():
    return Scorecard.objects.get(is_default=True)


def fields(weights, *, healthy=60_000, monitor=40_000, **more):
    metrics = tuple(DraftMetric(metric(key).pk, weight) for key, weight in weights.items())
    return DraftFields(healthy, monitor, 5_000, metrics, **more)


def begun(acme, weights, **more):
    draft = open_draft(default(), by=acme.lead, now=NOW)
    save_draft(draft, fields(weights, **more), expected_edits=draft.edits)
    draft.refresh_from_db()
    return draft


def publish(draft, by, *, edits=None, seen=1):
    return publish_draft(
        draft, expected_edits=edits or draft.edits, expected_published=seen, by=by, today=TODAY, now=NOW
    )


def problems(draft):
    return draft_problems(
        version_card(draft),
        Metric.objects.in_bulk(),
        is_default=draft.scorecard.is_default,
        cards=published_cards(),
    )


def told(before, after):
    return differences(version_card(before), version_card(after), Metric.objects.in_bulk())


def test_a_draft_begins_as_what_is_in_force_and_changes_no_score(acme):
    with acme.scope():
        draft = open_draft(default(), by=acme.lead, now=NOW)
        assert open_draft(default(), by=acme.admin, now=NOW).pk == draft.pk
        assert (draft.number, draft.status, draft.based_on.number) == (2, "draft", 1)
        assert version_card(draft).weights == published_card().weights
        assert told(draft.based_on, draft) == []
        assert published_card().number == 1


def test_of_two_people_who_save_one_draft_the_second_is_told_and_nothing_is_lost(acme):
    with acme.scope():
        draft = begun(acme, {"growth": 10_000})
        with pytest.raises(Conflict):
            save_draft(draft, fields({"sentiment": 10_000}), expected_edits=1)
        assert version_card(draft).weights == {"growth": 10_000}


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({}, "Give at least one metric a weight."),
        ({"growth": 9_600}, "The weights sum to 96\u202f%: 4\u202f% is missing."),
        (
            {"growth": 10_000, "sentiment": 250},
            "The weights sum to 102.50\u202f%: that is 2.50\u202f% too much.",
        ),
    ],
)
def test_what_a_draft_lacks_is_said_in_words_and_stops_its_publication(acme, weights, said):
    with acme.scope():
        draft = begun(acme, weights)
        assert problems(draft) == [said]
        with pytest.raises(DomainErrors) as refused:
            publish(draft, acme.lead)
        assert [str(error) for error in refused.value.errors] == [said]
        assert published_card().number == 1


def test_thresholds_must_run_one_way_in_either_direction(acme):
    with acme.scope():
        draft = open_draft(default(), by=acme.lead, now=NOW)
        growth = metric("growth").pk
        for cutoffs, lower in (([110_000, 95_000], False), ([95_000, 110_000], True)):
            wrong = DraftMetric(growth, 10_000, None, {"growth": cutoffs}, lower)
            with pytest.raises(DomainError) as refused:
                save_draft(draft, DraftFields(60_000, 40_000, 5_000, (wrong,)), expected_edits=1)
            assert refused.value.field == f"cut_{growth}_growth_3"


def test_limits_must_stand_in_order(acme):
    with acme.scope():
        draft = open_draft(default(), by=acme.lead, now=NOW)
        with pytest.raises(DomainError) as refused:
            save_draft(draft, fields({"growth": 10_000}, healthy=30_000), expected_edits=1)
        assert refused.value.field == "monitor_from"


def test_publishing_retires_the_version_before_which_keeps_its_scores_and_its_shelf_lives(acme):
    with acme.scope():
        rate_all(acme.account, [1, 2, 2, 3, 2, 3, 1], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        draft = open_draft(default(), by=acme.lead, now=NOW)
        chosen = DraftMetric(metric("growth").pk, 10_000, 400)
        save_draft(draft, DraftFields(60_000, 40_000, 5_000, (chosen,)), expected_edits=1)
        draft.refresh_from_db()
        published = publish(draft, acme.lead)
        assert (published.number, published.published_by_id) == (2, acme.lead.pk)
        assert list(ScorecardVersion.objects.order_by("number").values_list("status", flat=True)) == [
            "retired", "published",
        ]  # fmt: skip
        assert metric("growth").shelf_life_days == 400
        first = ScorecardMetric.objects.get(version__number=1, metric__key="growth")
        assert first.shelf_life_days == 365
        assert Score.objects.get().version.number == 1
        assert SecurityAct.objects.get(kind=SecurityActKind.SCORECARD_PUBLISHED).subject == "Default v2"
        assert Recompute.objects.get(kind="history").finished_at is None


def test_who_saw_another_version_in_force_is_told_and_publishes_nothing(acme):
    with acme.scope():
        draft = begun(acme, {"growth": 10_000})
        read(acme.account, "sentiment", 3, TODAY, source="import")
        publish_offered_scorecard(expected_version=1, by=acme.admin, today=TODAY, now=NOW)
        with pytest.raises(Conflict) as refused:
            publish(draft, acme.lead)
        assert str(refused.value).startswith("v3 was published meanwhile.")
        published = publish(draft, acme.lead, seen=3)
        assert (published.number, published_card().weights) == (4, {"growth": 10_000})


def test_a_double_click_publishes_once(acme):
    with acme.scope():
        draft = begun(acme, {"growth": 10_000})
        publish(draft, acme.lead)
        with pytest.raises(Conflict):
            publish(draft, acme.lead)
        assert ScorecardVersion.objects.count() == 2


def test_a_draft_changed_meanwhile_is_not_published(acme):
    with acme.scope():
        draft = begun(acme, {"growth": 10_000})
        save_draft(draft, fields({"sentiment": 10_000}), expected_edits=draft.edits)
        with pytest.raises(Conflict):
            publish(draft, acme.lead, edits=draft.edits)


def test_what_changed_between_two_versions_reads_as_sentences(acme):
    with acme.scope():
        draft = open_draft(default(), by=acme.lead, now=NOW)
        kept = [
            DraftMetric(metric("utilisation_licences").pk, 8_000, 45, {"licences": [60_000, 90_000]}),
            DraftMetric(metric("support_tickets").pk, 2_000, 90, {"tickets": [5_000, 2_000]}, True),
        ]
        save_draft(draft, DraftFields(70_000, 40_000, 8_000, tuple(kept)), expected_edits=1)
        draft.refresh_from_db()
        assert [s for s in told(draft.based_on, draft) if "is gone" not in s] == [
            "Utilisation – licence activation: weight 15.0\u202f% → 80.0\u202f%.",
            "Utilisation – licence activation: counts for 30 → 45 days.",
            "Utilisation – licence activation: thresholds 3 from 80\u202f%, 2 from 50\u202f%"
            " → 3 from 90\u202f%, 2 from 60\u202f%.",
            "Support tickets: weight 14.0\u202f% → 20.0\u202f%.",
            "Support tickets: thresholds as rated → 3 up to 2, 2 up to 5.",
            "Healthy starts at 70.0, not 60.0.",
            "A score is known from 80\u202f% coverage, not 50\u202f%.",
        ]
        assert len(told(draft.based_on, draft)) == 7 + 5


def test_an_old_version_comes_back_as_a_draft_unless_one_is_open(acme):
    with acme.scope():
        first = ScorecardVersion.objects.get()
        publish(begun(acme, {"growth": 10_000}), acme.lead)
        draft = restore_version(first, by=acme.lead, now=NOW)
        assert (draft.number, version_card(draft).weights) == (3, version_card(first).weights)
        assert draft.based_on.number == 2
        with pytest.raises(Conflict):
            restore_version(first, by=acme.admin, now=NOW)


def test_a_draft_is_discarded_and_with_it_a_card_that_never_scored(acme):
    with acme.scope():
        own = open_draft(default(), by=acme.lead, now=NOW)
        with pytest.raises(Conflict):
            discard_draft(own, expected_edits=9)
        assert discard_draft(own, expected_edits=1) is False
        other = create_card("Small customers", by=acme.lead, now=NOW)
        assert discard_draft(other, expected_edits=1) is True
        assert Scorecard.objects.count() == ScorecardVersion.objects.count() == 1


def test_the_offer_opens_as_a_draft(acme):
    with acme.scope():
        read(acme.account, "growth", 3, TODAY, source="import")
        draft = draft_from_offer(by=acme.lead, today=TODAY, now=NOW)
        assert (draft.status, version_card(draft).weights) == ("draft", {"growth": 10_000})
        with pytest.raises(Conflict):
            draft_from_offer(by=acme.lead, today=TODAY, now=NOW)


def test_a_second_card_scores_its_segment_until_it_is_retired(acme):
    with acme.scope():
        rate_all(acme.account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        draft = create_card("Enterprise", by=acme.lead, now=NOW)
        assert problems(draft) == ["Say whom it scores: choose a segment, a stage or a product."]
        save_draft(draft, fields({"growth": 10_000}, segment="enterprise"), expected_edits=1)
        draft.refresh_from_db()
        publish(draft, acme.lead, seen=None)
        assert [card.title for card in published_cards()] == ["Enterprise v1", "Default v1"]
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert CurrentScore.objects.get().version_id == draft.pk
        retire_card(draft.scorecard, expected_published=1, by=acme.lead, today=TODAY, now=NOW)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        assert CurrentScore.objects.get().version.scorecard.is_default
        with pytest.raises(DomainError):
            retire_card(default(), expected_published=1, by=acme.lead, today=TODAY, now=NOW)


def test_the_same_ground_is_refused_twice_in_words(acme):
    with acme.scope():
        for name in ("One", "Two"):
            draft = create_card(name, by=acme.lead, now=NOW)
            save_draft(draft, fields({"growth": 10_000}, segment="smb"), expected_edits=1)
            draft.refresh_from_db()
            if name == "One":
                publish(draft, acme.lead, seen=None)
        assert problems(draft) == ["One v1 scores exactly these accounts already."]


def look(draft, reader, **more):
    scoring = version_card(draft)
    return preview_draft(draft, scoring, cards=published_cards(), reader=reader, today=TODAY, now=NOW, **more)


def test_the_preview_counts_the_whole_book_and_writes_nothing(acme):
    with acme.scope():
        book = [acme.account, *accounts(3)]
        for account, growth in zip(book, (1, 3, 3, 1), strict=True):
            rate_all(account, [3, 3, 3, 3, 3, 3, growth], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
        before = list(CurrentScore.objects.order_by("id").values_list("account_id", "score", "version_id"))
        shown = look(begun(acme, {"growth": 10_000}), acme.lead)
        assert shown.counts == {
            (Band.HEALTHY, Band.AT_RISK): 2,
            (Band.HEALTHY, Band.HEALTHY): 2,
        }
        assert (shown.accounts, shown.changed, shown.total, shown.as_of) == (4, 2, 2, TODAY)
        assert {row.account_id for row in shown.rows} == {book[0].pk, book[3].pk}
        assert [row.change for row in shown.down] == [-86_000, -86_000]
        assert shown.up == ()
        after = list(CurrentScore.objects.order_by("id").values_list("account_id", "score", "version_id"))
        assert after == before
        one = look(ScorecardVersion.objects.get(status="draft"), acme.lead, move=(Band.HEALTHY, Band.HEALTHY))
        assert one.total == 2


def test_the_preview_names_only_accounts_that_its_reader_may_see(acme):
    from workspaces.models import RoleSetting

    with acme.scope():
        RoleSetting.objects.create(role="csm", visibility="own_book", sees_money=False)
        book = [acme.account, *accounts(2)]
        for account in book:
            rate_all(account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        draft = begun(acme, {"growth": 10_000})
        shown = look(draft, acme.csm)
        assert shown.counts == {(Band.HEALTHY, Band.AT_RISK): 3}
        assert [row.account_id for row in shown.rows + shown.down] == [acme.account.pk] * 2


def test_the_preview_reads_a_new_usage_metric_and_leaves_no_reading(acme):
    from tests.health.test_custom_usage import use

    with acme.scope():
        rate_all(acme.account, [3] * 7, TODAY)
        use((TODAY, "export", 1, "ann", 0), (TODAY - timedelta(days=1), "search", 1, "ann", 0))
        own = create_metric(
            MetricFields("Exports", "adoption", 30, "quantity", "export", 7, cutoffs=(5_000, 10_000)),
            by=acme.lead, now=NOW,
        )  # fmt: skip
        shown = look(begun(acme, {own.key: 10_000}), acme.lead)
        assert shown.counts == {(Band.HEALTHY, Band.AT_RISK): 1}
        assert not Reading.objects.filter(metric=own).exists()


def test_the_preview_follows_whom_the_draft_would_score(acme):
    with acme.scope():
        small = accounts(2, segment="smb")
        for account in (acme.account, *small):
            rate_all(account, [3, 3, 3, 3, 3, 3, 1], TODAY)
        draft = create_card("Small", by=acme.lead, now=NOW)
        save_draft(draft, fields({"growth": 10_000}, segment="smb"), expected_edits=1)
        draft.refresh_from_db()
        shown = look(draft, acme.lead)
        assert shown.counts == {(Band.HEALTHY, Band.AT_RISK): 2, (Band.HEALTHY, Band.HEALTHY): 1}
