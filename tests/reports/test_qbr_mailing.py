"""A review by mail: chosen people alone, with the PDF, once however often it is pressed, and shown on the review."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import AccountFile, Contact
from core.pdf import Printed
from reports.choices import SECTIONS, PrintState
from reports.models import QbrMailing, QbrSnapshot
from reports.rules import Quarter
from reports.selectors.qbr.readers import readers_of
from reports.services import Wanted, prepare_review
from reports.services.qbr import keep_pdf
from tests.support.world import NOW, add_account
from workspaces.choices import OutboxStatus, Role, Visibility
from workspaces.models import OutboxMessage, RoleSetting, StoredFile
from workspaces.services.files import place_of
from workspaces.services.mail import send_mail

CONTENT = b"%PDF-1.7 of the review"
HOSTILE = "<script>alert(1)</script>{{7*7}} & {% debug %}"


def printed_review(company, edition="customer", **words):
    wanted = Wanted(edition=edition, sections=SECTIONS[edition], **words)
    taken = prepare_review(
        company.account, Quarter(2026, 2), workspace=company.workspace, wanted=wanted, with_money=True, by=company.csm,
        now=NOW,
    )  # fmt: skip
    keep_pdf(taken, Printed(CONTENT, 3, 0.1), now=NOW)
    return QbrSnapshot.objects.get(pk=taken.pk)


@pytest.fixture
def made(world, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    with world.acme.scope():
        return printed_review(world.acme)


def test_a_printed_review_stands_among_the_files_of_its_account_once(world, made):
    url = f"{world.acme.url}/accounts/{world.acme.account.pk}/files/"
    assert f"{made.code}.pdf" in world.client(world.acme.csm).get(url).content.decode()
    with world.acme.scope():
        before = made.file_id
        keep_pdf(made, Printed(b"%PDF-1.7 anew", 3, 0.1), now=NOW)
        kept = AccountFile.objects.get()
        assert kept.file_id != before
        assert (kept.is_made, kept.shows_money, kept.account_id) == (
            True,
            made.has_money,
            world.acme.account.pk,
        )
        assert not StoredFile.objects.filter(pk=before).exists()


def address(world, snapshot, page="mailing/"):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/reviews/{snapshot.pk}/{page}"


def post(world, snapshot, member=None, **given):
    browser = world.client(member or world.acme.csm)
    return browser.post(address(world, snapshot), {"key": str(uuid4()), **given})


def mails(world):
    with world.acme.scope():
        return list(OutboxMessage.objects.filter(kind="review").order_by("pk"))


def keys(world, snapshot):
    with world.acme.scope():
        return {reader.name: reader.key for reader in readers_of(snapshot)}


def test_the_customers_edition_is_offered_to_its_contacts_alone(world, made):
    with world.acme.scope():
        elsewhere = add_account("Lonely Ltd")
        Contact.objects.create(
            account=elsewhere, name="Stranger", name_key="stranger", email="s@lonely.example"
        )
        Contact.objects.create(
            account=world.acme.account,
            name="Gone",
            name_key="gone",
            email="g@acme.example",
            left_on=NOW.date(),
        )
        Contact.objects.create(account=world.acme.account, name="No address", name_key="no address", email="")
        offered = readers_of(made)
    assert {one.name for one in offered} == {one.name for one in world.acme.contacts}
    assert all(one.contact_id and one.member_id is None for one in offered)


def test_our_own_edition_goes_to_members_who_see_the_account_and_its_money(world, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    with world.acme.scope():
        RoleSetting.objects.filter(role__in=[Role.OBSERVER, Role.MARKETING]).delete()
        RoleSetting.objects.create(role=Role.OBSERVER, visibility=Visibility.OWN_BOOK, sees_money=True)
        RoleSetting.objects.create(role=Role.MARKETING, visibility=Visibility.ALL, sees_money=False)
        offered = {one.member_id for one in readers_of(printed_review(world.acme, "internal"))}
    members = world.acme.members
    assert {members[Role.CSM].pk, members[Role.EXECUTIVE].pk, world.acme.admin.pk} <= offered
    assert not offered & {members[Role.OBSERVER].pk, members[Role.MARKETING].pk}


def test_it_is_sent_once_with_the_pdf_and_the_note_and_shown(world, made, smtp):
    key, reader = str(uuid4()), keys(world, made)["Anna Sponsor"]
    for _press in range(2):
        answer = post(world, made, readers=[reader], note=f"Dear Anna\n{HOSTILE}", key=key)
        assert answer.status_code == 303
    [mail] = mails(world)
    assert send_mail(world.acme.workspace.pk, mail.pk, now=NOW + timedelta(days=400)) == OutboxStatus.SENT
    assert send_mail(world.acme.workspace.pk, mail.pk, now=NOW + timedelta(days=400)) is None
    [message] = smtp.messages
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == f"{made.code}.pdf"
    assert attached.get_content() == CONTENT
    assert HOSTILE in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "{{7*7}}" in html
    page = world.client(world.acme.csm).get(address(world, made, "")).content.decode()
    assert "Anna Sponsor" in page
    assert "Sent" in page
    story = world.client(world.acme.csm).get(
        f"{world.acme.url}/accounts/{made.account_id}/timeline/?kind=review"
    )
    words = story.content.decode()
    assert "sent the business review of Q2 2026, customer edition, to Anna Sponsor" in words
    assert "made the business review of Q2 2026" in words
    with world.acme.scope():
        sent = QbrMailing.objects.get()
        assert (sent.asked_by_id, sent.contact.name) == (world.acme.csm.pk, "Anna Sponsor")


def test_nobody_is_ticked_beforehand_and_nobody_else_can_be_chosen(world, made):
    page = world.client(world.acme.csm).get(address(world, made)).content.decode()
    assert "checked" not in page.split('name="readers"', 1)[1].split("</form>")[0]
    for readers in ([], [f"m{world.acme.csm.pk}"], ["c999999"]):
        assert post(world, made, readers=readers).status_code == 422
    assert mails(world) == []


def test_without_a_pdf_or_when_superseded_nothing_is_sent(world, made):
    reader = keys(world, made)["Anna Sponsor"]
    with world.acme.scope():
        QbrSnapshot.objects.filter(pk=made.pk).update(state=PrintState.NONE)
    assert post(world, made, readers=[reader]).status_code == 422
    assert "Make the PDF first" in world.client(world.acme.csm).get(address(world, made)).content.decode()
    with world.acme.scope():
        QbrSnapshot.objects.filter(pk=made.pk).update(state=PrintState.DONE, superseded_by=made.pk)
    assert post(world, made, readers=[reader]).status_code == 422
    assert mails(world) == []


def test_who_may_not_make_a_review_sends_none(world, made):
    reader = keys(world, made)["Anna Sponsor"]
    assert post(world, made, world.acme.observer, readers=[reader]).status_code == 403
    assert world.client(world.outsider).get(address(world, made)).status_code == 404
    assert mails(world) == []


def test_a_mail_whose_file_is_gone_is_refused_and_not_sent_without_it(world, made, smtp):
    post(world, made, readers=[keys(world, made)["Anna Sponsor"]])
    [mail] = mails(world)
    with world.acme.scope():
        place_of(made.file).unlink()
    assert send_mail(world.acme.workspace.pk, mail.pk, now=NOW + timedelta(days=400)) == OutboxStatus.REFUSED
    assert smtp.messages == []
    [mail] = mails(world)
    assert mail.error == "The attached file is gone."


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("fi", "Liiketoimintakatsaus Q2/2026: ", "Katsaus on liitteenä PDF-tiedostona."),
        ("uk", "Бізнес-огляд II кв. 2026: ", "Огляд додано у форматі PDF."),
    ],
)
def test_the_mail_is_written_in_the_reviews_language(world, made, language, subject, said):
    with world.acme.scope():
        QbrSnapshot.objects.filter(pk=made.pk).update(language=language)
    answer = post(world, made, readers=[keys(world, made)["Anna Sponsor"]], key=str(uuid4()))
    assert answer.status_code == 303
    [mail] = mails(world)
    assert mail.subject == subject + world.acme.account.name
    assert f'<html lang="{language}"' in mail.html_body
    assert said in mail.html_body
    assert "is attached" not in mail.html_body + mail.text_body
