"""Notices: told once, counted at the bell, read by their member alone, silent about hidden accounts."""

import re
from datetime import timedelta

import pytest

from accounts.models import AccountOwner
from notifications.models import Notice
from notifications.selectors import notices_of, unread_count
from notifications.services import NewNotice, mark_all_read, notify, post_notices
from tests.support.world import NOW
from workspaces.choices import Visibility
from workspaces.models import RoleSetting

EVIL = "<script>alert(1)</script>"


def tell(company, members, key="k", title="Something", now=NOW, **values):
    with company.scope():
        return notify(members, kind="test", title=title, path="accounts/", origin_key=key, now=now, **values)


def row(company, member):
    with company.scope():
        return Notice.objects.get(member=member)


def only_own_book(company, role):
    RoleSetting.objects.update_or_create(
        role=role, defaults={"visibility": Visibility.OWN_BOOK, "sees_money": True}
    )


def test_one_thing_is_told_once_to_each_member(acme):
    assert tell(acme, [acme.csm, acme.rm]) == 2
    assert tell(acme, [acme.csm, acme.rm, acme.lead], title="Again") == 1
    with acme.scope():
        assert sorted(Notice.objects.values_list("member_id", "title")) == sorted(
            [(acme.csm.pk, "Something"), (acme.rm.pk, "Something"), (acme.lead.pk, "Again")]
        )


def test_many_are_written_by_one_statement(acme, django_assert_num_queries):
    with acme.scope():
        many = [NewNotice(acme.csm.pk, "test", f"Notice {n}", "", f"k:{n}") for n in range(500)]
        with django_assert_num_queries(1):
            assert post_notices(many, now=NOW) == 500
        assert post_notices([], now=NOW) == 0


def test_long_words_are_cut_to_what_fits(acme):
    tell(acme, [acme.csm], title="t" * 300, body="b" * 900)
    notice = row(acme, acme.csm)
    assert (len(notice.title), len(notice.body)) == (200, 500)


def test_the_bell_counts_what_is_new_and_the_page_lists_it_newest_first(world, acme):
    tell(acme, [acme.csm], key="a", title="Older")
    tell(acme, [acme.csm], key="b", title=EVIL, body=EVIL, now=NOW + timedelta(minutes=1))
    page = world.client(acme.csm).get(f"{acme.url}/notices/").content.decode()
    assert "2 new notices" in page
    assert page.index("&lt;script&gt;alert(1)") < page.index("Older")
    assert EVIL not in page
    assert "new notice" not in world.client(acme.lead).get(f"{acme.url}/notices/").content.decode()


def test_without_notices_the_page_says_what_will_stand_there(world, acme):
    page = world.client(acme.csm).get(f"{acme.url}/notices/").content.decode()
    assert "No notices" in page
    assert "Renewals that come due" in page


def test_opening_a_notice_reads_it_and_goes_where_it_leads(world, acme):
    tell(acme, [acme.csm])
    notice = row(acme, acme.csm)
    answer = world.client(acme.csm).post(f"{acme.url}/notices/{notice.pk}/readings/")
    assert (answer.status_code, answer["Location"]) == (303, f"{acme.url}/accounts/")
    assert row(acme, acme.csm).read_at is not None
    with acme.scope():
        assert unread_count(acme.csm) == 0


def test_looking_at_the_page_reads_nothing(world, acme):
    tell(acme, [acme.csm])
    world.client(acme.csm).get(f"{acme.url}/notices/")
    assert row(acme, acme.csm).read_at is None


def test_all_are_read_at_once_but_not_what_arrives_meanwhile(world, acme):
    tell(acme, [acme.csm], key="a")
    tell(acme, [acme.csm], key="later", now=NOW + timedelta(seconds=1))
    with acme.scope():
        assert mark_all_read(by=acme.csm, now=NOW) == 1
        assert unread_count(acme.csm) == 1
    assert world.client(acme.csm).post(f"{acme.url}/notices/readings/").status_code == 303
    with acme.scope():
        assert unread_count(acme.csm) == 0


@pytest.mark.parametrize("who", ["colleague", "outsider"])
def test_a_notice_is_nobody_elses(world, acme, who):
    tell(acme, [acme.csm])
    notice = row(acme, acme.csm)
    member = acme.admin if who == "colleague" else world.outsider
    assert world.client(member).post(f"{acme.url}/notices/{notice.pk}/readings/").status_code == 404
    assert row(acme, acme.csm).read_at is None


def test_a_notice_of_a_hidden_account_is_not_shown_not_counted_and_not_opened(world, acme):
    tell(acme, [acme.csm], title="About a secret customer", account_id=acme.account.pk)
    notice = row(acme, acme.csm)
    with acme.scope():
        only_own_book(acme, "csm")
        assert unread_count(acme.csm) == 1
        AccountOwner.objects.filter(account=acme.account, member=acme.csm).delete()
        assert not notices_of(acme.csm).exists()
    client = world.client(acme.csm)
    page = client.get(f"{acme.url}/notices/").content.decode()
    assert "secret" not in page
    assert "new notice" not in page
    assert client.post(f"{acme.url}/notices/{notice.pk}/readings/").status_code == 404


def test_older_notices_follow_page_by_page_and_none_twice(world, acme):
    with acme.scope():
        post_notices(
            [NewNotice(acme.csm.pk, "test", f"Notice {n:02}.", "", f"k:{n}") for n in range(65)], now=NOW
        )
    client, path, seen = world.client(acme.csm), f"{acme.url}/notices/", []
    for size in (30, 30, 5):
        answer = client.get(path)
        page = [notice.title for notice in answer.context["notices"]]
        assert len(page) == size
        seen += page
        path = f"{acme.url}/notices/?after={answer.context['next_mark']}"
    assert sorted(seen) == [f"Notice {n:02}." for n in range(65)]
    assert answer.context["next_mark"] == ""
    assert client.get(f"{acme.url}/notices/?after=nonsense").status_code == 200


def test_the_list_shows_all_or_what_waits_or_mentions(world, acme):
    tell(acme, [acme.csm], key="a", title="A thing")
    tell(acme, [acme.csm], key="b", title="Read before")
    with acme.scope():
        notify([acme.csm], kind="mention", title="Named", path="", origin_key="m", now=NOW)
        Notice.objects.filter(origin_key="b").update(read_at=NOW)
    browser = world.client(acme.csm)

    def shown(query):
        return {notice.title for notice in browser.get(f"{acme.url}/notices/{query}").context["notices"]}

    assert shown("") == shown("?show=nonsense") == {"A thing", "Read before", "Named"}
    assert shown("?show=unread") == {"A thing", "Named"}
    assert shown("?show=mentions") == {"Named"}


def test_all_marked_as_read_wait_again_after_an_undo_but_not_what_was_read_before(world, acme):
    tell(acme, [acme.csm, acme.lead], key="before")
    tell(acme, [acme.csm], key="a")
    tell(acme, [acme.csm], key="b")
    with acme.scope():
        Notice.objects.filter(origin_key="before").update(read_at=NOW)
    browser = world.client(acme.csm)
    page = browser.post(f"{acme.url}/notices/readings/", {"show": "unread"}, follow=True)
    assert page.redirect_chain == [(f"{acme.url}/notices/?show=unread", 303)]
    assert "2 notices marked as read" in page.content.decode()
    undo = re.search(r'action="(/w/acme/notices/readings/undo/\?at=\d+)"', page.content.decode())[1]
    for _ in range(2):
        assert browser.post(undo).status_code == 303
    with acme.scope():
        assert unread_count(acme.csm) == 2
        assert Notice.objects.exclude(read_at=None).count() == 2
    assert browser.post(f"{acme.url}/notices/readings/undo/?at=x").status_code == 404


def test_one_notice_is_read_without_being_opened_and_made_to_wait_again(world, acme):
    tell(acme, [acme.csm])
    notice, browser = row(acme, acme.csm), world.client(acme.csm)
    stays = browser.post(f"{acme.url}/notices/{notice.pk}/readings/", {"stay": "1", "show": "mentions"})
    assert (stays.status_code, stays["Location"]) == (303, f"{acme.url}/notices/?show=mentions")
    assert row(acme, acme.csm).read_at is not None
    assert browser.post(f"{acme.url}/notices/{notice.pk}/waiting/").status_code == 303
    assert row(acme, acme.csm).read_at is None
    for other in (acme.admin, world.outsider):
        assert world.client(other).post(f"{acme.url}/notices/{notice.pk}/waiting/").status_code == 404


def test_the_bell_opens_the_newest_few_and_brings_its_count_along(world, acme):
    for number in range(10):
        tell(
            acme, [acme.csm], key=str(number), title=f"Notice {number}.", now=NOW + timedelta(minutes=number)
        )
    page = world.client(acme.csm).get(f"{acme.url}/notices/bell/", headers={"HX-Request": "true"})
    text = page.content.decode()
    assert [notice.title for notice in page.context["notices"]] == [f"Notice {n}." for n in range(9, 1, -1)]
    assert 'hx-swap-oob="innerHTML:#bell-face"' in text
    assert "10 new notices" in text
    assert "<!doctype" not in text.lower()


def test_the_list_answers_itself_as_a_fragment_and_follows_the_stream_on_its_first_page(world, acme):
    tell(acme, [acme.csm])
    browser, path = world.client(acme.csm), f"{acme.url}/notices/"
    fragment = browser.get(path, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith(
        '<div class="cs-stack" id="notice-list" data-live="/live/acme/notices"'
    )
    assert "<!doctype" not in fragment.lower()
    older = browser.get(f"{path}?after=1.1").content.decode()
    assert 'id="notice-list">' in older
