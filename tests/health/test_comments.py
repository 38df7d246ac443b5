import pytest

from core.errors import Conflict, DomainError
from health.models import ScoreComment
from health.services import recompute
from health.services.comments import comment_on_score, edit_comment, remove_comment, restore_comment
from tests.health.book import rate_all
from tests.support.world import NOW, TODAY


@pytest.fixture
def scored(acme):
    with acme.scope():
        rate_all(acme.account, [1, 2, 2, 3, 2, 3, 1], TODAY)
        recompute(as_of=TODAY, today=TODAY, now=NOW)
    return acme


def said(company, body="The sponsor is on leave"):
    return comment_on_score(company.account, body, by=company.csm, day=TODAY, now=NOW)


def test_a_comment_keeps_the_score_that_it_speaks_of(scored):
    with scored.scope():
        comment = said(scored)
        assert (comment.scored_on, comment.score_100, comment.band) == (TODAY, 49_500, "monitor")


@pytest.mark.parametrize("body", ["  ", "x" * 1001])
def test_an_empty_or_overlong_comment_is_refused(scored, body):
    with scored.scope(), pytest.raises(DomainError) as refused:
        said(scored, body)
    assert refused.value.field == "body"


def test_other_words_are_kept_once_and_a_second_window_is_told(scored):
    with scored.scope():
        comment = said(scored)
        edit_comment(comment, "Back in May", expected_version=1, now=NOW)
        with pytest.raises(Conflict):
            edit_comment(comment, "Back in June", expected_version=1, now=NOW)
        comment.refresh_from_db()
        assert (comment.body, comment.edited_at) == ("Back in May", NOW)


def test_taking_back_can_be_undone(scored):
    with scored.scope():
        comment = said(scored)
        remove_comment(comment, now=NOW)
        assert ScoreComment.objects.get().removed_at == NOW
        restore_comment(comment)
        assert ScoreComment.objects.get().removed_at is None


def test_a_comment_stands_in_the_why_panel_and_in_the_history_and_its_author_alone_may_change_it(
    world, scored, time_machine
):
    time_machine.move_to(NOW)
    base = f"{scored.url}/accounts/{scored.account.pk}"
    author, lead = world.client(scored.csm), world.client(scored.lead)
    assert author.post(f"{base}/score-comments/new/", {"body": "The sponsor is on leave"}).status_code == 303
    with scored.scope():
        comment = ScoreComment.objects.get()
    for panel in ("why", "score-history"):
        assert "The sponsor is on leave" in lead.get(f"{base}/panels/{panel}/").content.decode()
    own = f"{base}/score-comments/{comment.pk}/"
    assert lead.post(own, {"body": "No", "version": 1}).status_code == 403
    assert (
        world.client(scored.observer).post(f"{base}/score-comments/new/", {"body": "No"}).status_code == 403
    )
    assert author.post(f"{own}removal/").status_code == 303
    assert "on leave" not in lead.get(f"{base}/panels/why/").content.decode()
    assert author.post(f"{own}restoration/").status_code == 303
    assert "on leave" in lead.get(f"{base}/panels/why/").content.decode()
