"""A plan on paper: what the customer reads, in the language asked for, the same bytes each time, kept with the account."""

import pytest

from accounts.models import AccountFile
from core.pdf import can_print
from lifecycle.models import PlanDocument
from lifecycle.plans_document import plan_html
from lifecycle.services.plans.printing import mend_documents, render_document, take_document
from tests.lifecycle.planning import fresh, full, shared
from tests.support.pdfs import Pdf
from tests.support.world import NOW
from workspaces.choices import Role
from workspaces.models import RoleSetting
from workspaces.services.files import place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(world):
    return world.acme


@pytest.fixture
def plan(acme):
    with acme.scope():
        made = full(acme)[0]
        shared(acme, made)
        return fresh(made)


def taken(acme, plan, *, language="en", with_money=True):
    with acme.scope():
        return take_document(
            plan,
            workspace=acme.workspace,
            language=language,
            paper="a4",
            with_money=with_money,
            by=acme.csm,
            now=NOW,
        )


def test_the_same_plan_is_one_document_and_holds_nothing_internal(acme, plan):
    first, again = taken(acme, plan), taken(acme, plan)
    assert first.pk == again.pk
    html = plan_html(first)
    assert ("Payroll corrections" in html, "They doubt us" in html, "Secret risk" in html) == (
        True,
        False,
        False,
    )
    bare = taken(acme, plan, with_money=False)
    assert (first.has_money, bare.has_money, "4,200" in plan_html(bare)) == (True, False, False)
    with acme.scope():
        assert PlanDocument.objects.filter(plan=plan).count() == 2


@pytest.mark.skipif(not can_print(), reason="the libraries that print are not here")
def test_a_worker_prints_it_once_tagged_and_keeps_it_with_the_account(world, acme, plan):
    document = taken(acme, plan)
    assert document.state == "waiting"
    workspace_id = acme.workspace.id
    shown = world.client(acme.csm).get(f"/w/acme/plans/{plan.pk}/pdfs/{document.pk}/progress/")
    assert (shown.status_code, b"plan-progress" in shown.content) == (200, True)
    assert render_document(workspace_id, document.pk, now=NOW) == "done"
    assert render_document(workspace_id, document.pk, now=NOW) is None
    with acme.scope():
        document.refresh_from_db()
        content = place_of(document.file).read_bytes()
        kept = AccountFile.objects.get(file=document.file)
    pdf = Pdf(content)
    assert (len(pdf.pages), b"/MarkInfo" in pdf.catalogue) == (document.pages, True)
    assert [pdf.untagged(page) for page in pdf.pages] == [0] * document.pages
    assert "Payroll corrections" in " ".join(pdf.words(page) for page in pdf.pages)
    assert (kept.account_id, kept.shows_money, kept.is_made) == (acme.account.pk, True, True)
    answer = world.client(acme.csm).get(f"/w/acme/plans/{plan.pk}/pdfs/{document.pk}/pdf/")
    assert b"".join(answer.streaming_content) == content
    with acme.scope():
        RoleSetting.objects.create(role=Role.OBSERVER, visibility="all", sees_money=False)
    for path in ("pdf/", "preview/", "sheet.css"):
        answer = world.client(acme.observer).get(f"/w/acme/plans/{plan.pk}/pdfs/{document.pk}/{path}")
        assert answer.status_code == 404


@pytest.mark.skipif(not can_print(), reason="the libraries that print are not here")
def test_what_a_worker_died_of_says_so_and_what_was_lost_is_asked_for_again(acme, plan):
    from datetime import timedelta

    document = taken(acme, plan)
    with acme.scope():
        assert mend_documents(now=NOW) == 0
        assert mend_documents(now=NOW + timedelta(minutes=3)) == 1
        PlanDocument.objects.filter(pk=document.pk).update(state="rendering", started_at=NOW)
        assert mend_documents(now=NOW + timedelta(minutes=10)) == 1
        document.refresh_from_db()
    assert (document.state, document.error) == ("failed", "too_long")
