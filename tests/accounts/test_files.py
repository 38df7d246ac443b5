"""Files of accounts: what is kept, what is refused, how they are handed out, and where they go."""

import io
import stat
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import AccountFile, TimelineEntry
from accounts.services.emptying import empty_bin
from accounts.services.files import add_files, delete_file, keep_with_account
from accounts.services.timeline import delete_entry
from core.errors import DomainErrors
from tests.support.world import NOW, add_account
from workspaces.choices import Visibility
from workspaces.models import RoleSetting, StoredFile
from workspaces.services.files import open_file, place_of, store_file, sweep_strays

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def still(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)


def sent(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def at(world, path=""):
    return f"{world.acme.url}/accounts/{world.acme.account.pk}/files/{path}"


def add(world, *uploads, by=None, **more):
    with world.acme.scope():
        return add_files(world.acme.account, uploads or (sent(),), by=by or world.acme.csm, now=NOW, **more)


def refused(world, name, content):
    with pytest.raises(DomainErrors) as found:
        add(world, sent(name, content))
    with world.acme.scope():
        assert not StoredFile.objects.exists()
    return [error.code for error in found.value.errors]


def zipped(files, **info):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for key, value in info.items():
                setattr(entry, key, value)
            archive.writestr(entry, content)
    return made.getvalue()


def png(width, height):
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    crc = zlib.crc32(b"IHDR" + body)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + body + struct.pack(">I", crc)


def test_several_files_are_added_at_once_and_listed(world):
    browser = world.client(world.acme.csm)
    answer = browser.post(at(world), {"files": [sent(), sent("notes.txt", b"words")]})
    assert (answer.status_code, answer["Location"]) == (303, at(world))
    page = browser.get(at(world)).content.decode()
    assert "plan.pdf" in page
    assert "notes.txt" in page
    with world.acme.scope():
        kept = StoredFile.objects.order_by("name")
        assert [(one.name, one.content_type, one.size) for one in kept] == [
            ("notes.txt", "text/plain", 5),
            ("plan.pdf", "application/pdf", len(PDF)),
        ]
        folder, _slash, name = kept[0].path.partition("/")
        assert (folder, len(name)) == (str(world.acme.workspace.id), 32)
        assert stat.S_IMODE(place_of(kept[0]).stat().st_mode) == 0o600


def test_a_form_sent_twice_adds_once(world):
    browser = world.client(world.acme.csm)
    for _again in range(2):
        browser.post(at(world), {"files": sent(), "key": "0b7c9a55-1111-4222-8333-444455556666"})
    with world.acme.scope():
        assert AccountFile.objects.count() == 1


def test_one_file_at_fault_keeps_none(world):
    browser = world.client(world.acme.csm)
    answer = browser.post(at(world), {"files": [sent(), sent("tool.exe", b"MZ\x90")]})
    assert answer.status_code == 422
    assert "tool.exe" in answer.content.decode()
    with world.acme.scope():
        assert not StoredFile.objects.exists()
    assert not list(default_storage.listdir(str(world.acme.workspace.id))[1])


# --- case 24, 25: what the bytes say


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ\x90\0", "unknown_kind"),
        ("noending", b"words", "unknown_kind"),
        ("empty.pdf", b"", "empty_file"),
        ("page.pdf", b"<html>", "wrong_kind"),
        ("late.pdf", b" %PDF-1.7", "wrong_kind"),
        ("a.png", b"GIF89a\1\0\1\0", "wrong_kind"),
        ("broken.png", b"\x89PNG\r\n\x1a\n", "wrong_kind"),
        ("broken.jpg", b"\xff\xd8\xff\xe0\0\4ab", "wrong_kind"),
        ("program.txt", b"\x7fELF\2", "wrong_kind"),
        ("nul.txt", b"a\0b", "wrong_kind"),
        ("text.zip", b"words", "wrong_kind"),
        ("a.webp", b"RIFF\0\0\0\0WAVEfmt ", "wrong_kind"),
    ],
)
def test_names_and_bytes_must_agree(world, name, content, code):
    assert refused(world, name, content) == [code]


def test_a_picture_of_two_and_a_half_billion_pixels_is_refused(world):
    assert refused(world, "huge.png", png(50_000, 50_000)) == ["picture_too_large"]
    assert len(add(world, sent("fine.png", png(4000, 3000)))) == 1


def test_jpeg_gif_and_webp_tell_their_size():
    from core.filekinds.pictures import size_of

    jpeg = b"\xff\xd8\xff\xe0\0\x06JFIF\xff\xc0\0\x11\x08" + struct.pack(">HH", 600, 800) + b"\3"
    vp8x = (
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (799).to_bytes(3, "little") + (599).to_bytes(3, "little")
    )
    assert size_of(io.BytesIO(jpeg)) == (800, 600)
    assert size_of(io.BytesIO(b"GIF89a" + struct.pack("<HH", 800, 600))) == (800, 600)
    assert size_of(io.BytesIO(vp8x)) == (800, 600)


def test_a_file_that_is_two_things_is_refused(world):
    assert refused(world, "both.pdf", PDF + zipped({"a.txt": b"a"})) == ["two_kinds"]


def test_bombs_are_refused_by_what_they_declare(world):
    assert refused(world, "bomb.zip", zipped({"zeros": b"\0" * 300_000_000})) == ["archive_too_large"]
    assert refused(world, "ratio.xlsx", zipped({"zeros": b"\0" * 20_000_000})) == ["archive_too_large"]


def test_a_bomb_that_lies_about_its_size_is_refused(world):
    bomb = bytearray(zipped({"zeros": b"\0" * 4_000_000}))
    true, told = struct.pack("<I", 4_000_000), struct.pack("<I", 100)
    assert bomb.count(true) == 2
    lying = bytes(bomb).replace(true, told)
    assert refused(world, "bomb.zip", lying) == ["archive_too_large"]


def test_ten_gigabytes_declared_are_refused_unread(world):
    bomb = zipped({"a": b"a" * 10})
    declared = bomb.replace(struct.pack("<II", 5, 10), struct.pack("<II", 5, 2**32 - 2**30))
    assert declared != bomb
    assert refused(world, "bomb.zip", declared) == ["archive_too_large"]


@pytest.mark.parametrize(
    ("files", "info", "code"),
    [
        ({"../../etc/cron.d/x": b"a"}, {}, "archive_path"),
        ({"/etc/passwd": b"a"}, {}, "archive_path"),
        ({"..\\x": b"a"}, {}, "archive_path"),
        ({"C:/x": b"a"}, {}, "archive_path"),
        ({"link": b"/etc/passwd"}, {"external_attr": (stat.S_IFLNK | 0o777) << 16}, "archive_link"),
        ({"inner.zip": b"PK"}, {}, "archive_nested"),
        ({}, {}, "wrong_kind"),
    ],
)
def test_archives_that_lead_elsewhere_are_refused(world, files, info, code):
    assert refused(world, "a.zip", zipped(files, **info)) == [code]


def test_overlapping_entries_are_refused(world):
    once = zipped({"a.txt": b"abc" * 10})
    start = once.index(b"PK\1\2")
    end = once.index(b"PK\5\6")
    directory = once[start:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2, 2, 2 * len(directory), start, 0)
    assert refused(world, "quine.zip", once[:start] + directory * 2 + tail) == ["archive_overlaps"]


def test_limits_of_a_file_and_of_the_workspace(world, settings):
    settings.FILE_MAX_BYTES = len(PDF)
    settings.WORKSPACE_FILES_MAX_BYTES = 2 * len(PDF)
    assert refused(world, "large.pdf", PDF + b"\n") == ["too_large"]
    add(world, sent(), sent("two.pdf"))
    with pytest.raises(DomainErrors) as found:
        add(world, sent("three.pdf"))
    assert [error.code for error in found.value.errors] == ["quota"]
    with world.other.scope():  # one workspace's files leave room for another's
        add_files(world.other.account, [sent()], by=world.other.admin, now=NOW)


def test_a_body_beyond_the_bound_is_refused_unread(world, settings):
    settings.REQUEST_MAX_BYTES = settings.STRANGER_MAX_BYTES = 100
    browser = world.client(world.acme.csm)
    assert browser.post(at(world), {"files": sent()}, headers=HTMX).status_code == 413
    assert world.client().post(at(world), {"files": sent()}).status_code == 413
    with world.acme.scope():
        assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_body_is_received_before_a_transaction_is_opened(world, monkeypatch):
    """A sender who trickles bytes holds no transaction: the body is read while none is open."""
    from django.core.files.uploadhandler import TemporaryFileUploadHandler

    seen = []
    original = TemporaryFileUploadHandler.new_file

    def noting(self, *args, **kwargs):
        seen.append(connection.in_atomic_block)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noting)
    large = PDF + b" " * 2_000_000
    assert world.client(world.acme.csm).post(at(world), {"files": sent("a.pdf", large)}).status_code == 303
    assert seen == [False]


# --- case 30, 43: how they are handed out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("x.html", b"<script>alert(1)</script>"),
        ("x.xml", b"<?xml version='1.0'?><x/>"),
        ("x.pdf", PDF),
    ],
)
def test_no_file_is_ever_shown_inline(world, name, content):
    found = add(world, sent(name, content))[0]
    answer = world.client(world.acme.csm).get(at(world, f"{found.pk}/"))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == ("application/pdf" if name == "x.pdf" else "application/octet-stream")


def test_names_of_files_carry_no_path_and_no_line(world):
    with world.acme.scope():
        made = store_file(
            [b"a"], name="..\\..\\etc\r\nSet-Cookie: a/x\u202e.pdf", content_type="x", by=None, now=NOW
        )
    assert made.name == "x .pdf"


def test_who_may_not_see_the_account_gets_no_file(world):
    found = add(world)[0]
    with world.acme.scope():
        RoleSetting.objects.update_or_create(
            role="observer", defaults={"visibility": Visibility.OWN_BOOK, "sees_money": False}
        )
        other = add_account("Elsewhere")
    hidden = world.client(world.acme.observer).get(at(world, f"{found.pk}/"))
    missing = world.client(world.acme.observer).get(at(world, "999999/"))
    outside = world.client(world.outsider).get(at(world, f"{found.pk}/"))
    elsewhere = world.client(world.acme.csm).get(f"{world.acme.url}/accounts/{other.pk}/files/{found.pk}/")
    assert {one.status_code for one in (hidden, missing, outside, elsewhere)} == {404}
    assert len({one.content for one in (hidden, missing, outside, elsewhere)}) == 1
    assert world.client().get(at(world, f"{found.pk}/")).status_code == 303


def test_those_who_only_look_add_and_delete_nothing(world):
    found = add(world)[0]
    browser = world.client(world.acme.executive)
    assert browser.get(at(world)).status_code == 200
    assert browser.post(at(world), {"files": sent()}).status_code == 403
    assert browser.post(at(world, f"{found.pk}/deletion/")).status_code == 403
    colleague = world.client(world.acme.am)
    assert colleague.post(at(world, f"{found.pk}/deletion/")).status_code == 403
    with world.acme.scope():
        assert AccountFile.objects.filter(deleted_at=None).count() == 1


# --- the bin


def test_a_deleted_file_comes_back_within_thirty_days_and_its_bytes_go_after(world):
    found = add(world)[0]
    browser = world.client(world.acme.csm)
    answer = browser.post(at(world, f"{found.pk}/deletion/"), headers=HTMX)
    assert "Undo" in answer["HX-Trigger"]
    assert browser.get(at(world, f"{found.pk}/")).status_code == 404
    browser.post(at(world, f"{found.pk}/restoration/"))
    assert browser.get(at(world, f"{found.pk}/")).status_code == 200
    browser.post(at(world, f"{found.pk}/deletion/"))
    with world.acme.scope():
        place = place_of(found.file)
        assert empty_bin(now=NOW + timedelta(days=29)) == 0
        assert place.exists()
        assert empty_bin(now=NOW + timedelta(days=30)) == 1
        assert not StoredFile.objects.exists()
    assert not place.exists()
    assert browser.post(at(world, f"{found.pk}/restoration/")).status_code == 404


def test_bytes_without_a_row_are_swept_after_a_day(world, time_machine):
    kept = add(world)[0].file
    with world.acme.scope():
        lost = store_file([b"lost"], name="a", content_type="x", by=None, now=NOW)
        StoredFile.objects.filter(pk=lost.pk).delete()
        # counted from the file system's own clock, which is the machine's
        moment = default_storage.get_modified_time(lost.path)
        assert sweep_strays(now=moment + timedelta(hours=23)) == 0
        assert sweep_strays(now=moment + timedelta(hours=25)) == 1
        assert not place_of(lost).exists()
        assert place_of(kept).exists()


# --- the timeline


def test_a_note_carries_its_attachments(world):
    browser = world.client(world.acme.csm)
    new = f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/new/"
    answer = browser.post(new, {"body": "Agenda", "files": [sent(), sent("b.txt", b"b")]}, headers=HTMX)
    assert answer.status_code == 200
    with world.acme.scope():
        entry = TimelineEntry.objects.get()
        assert [one.file.name for one in entry.files.order_by("pk")] == ["plan.pdf", "b.txt"]
        found = entry.files.order_by("pk")[0]
    page = browser.get(
        f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/", headers=HTMX
    ).content.decode()
    assert at(world, f"{found.pk}/") in page
    with world.acme.scope():
        delete_entry(entry, by=world.acme.csm, now=NOW)
    assert browser.get(at(world, f"{found.pk}/")).status_code == 404
    with world.acme.scope():
        assert empty_bin(now=NOW + timedelta(days=30)) == 3
        assert not StoredFile.objects.exists()


def test_a_note_with_a_file_at_fault_is_not_written(world):
    new = f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/new/"
    answer = world.client(world.acme.csm).post(
        new, {"body": "Agenda", "files": sent("a.exe", b"MZ")}, headers=HTMX
    )
    assert answer.status_code == 422
    with world.acme.scope():
        assert not TimelineEntry.objects.exists()
        assert not StoredFile.objects.exists()


def test_files_and_imports_stand_in_the_timeline(world):
    from accounts.models import Contact
    from workspaces.models import Batch

    add(world)
    with world.acme.scope():
        batch = Batch.objects.create(
            kind="contacts",
            source="people.csv",
            created_at=NOW - timedelta(days=1),
            created_by=world.acme.lead,
        )
        Contact.objects.filter(account=world.acme.account).update(origin_batch=batch, origin_row=2)
    page = (
        world.client(world.acme.csm)
        .get(f"{world.acme.url}/accounts/{world.acme.account.pk}/timeline/", headers=HTMX)
        .content.decode()
    )
    assert "added a file" in page
    assert "2 contacts from people.csv" in page


def test_a_review_kept_as_a_file_is_kept_once(world):
    with world.acme.scope():
        made = store_file([PDF], name="QBR.pdf", content_type="application/pdf", by=None, now=NOW)
        one = keep_with_account(world.acme.account, made, by=world.acme.csm, now=NOW)
        assert keep_with_account(world.acme.account, made, by=world.acme.csm, now=NOW).pk == one.pk


def test_what_was_made_anew_takes_the_place_of_the_older_also_in_the_bin(world):
    with world.acme.scope():
        first, second = (
            store_file([PDF], name=f"QBR {n}.pdf", content_type="application/pdf", by=None, now=NOW)
            for n in (1, 2)
        )
        one = keep_with_account(world.acme.account, first, by=None, now=NOW)
        delete_file(one, by=world.acme.csm, now=NOW)
        two = keep_with_account(world.acme.account, second, by=None, now=NOW, instead_of=first)
        assert (two.pk, two.file_id, two.deleted_at) == (one.pk, second.pk, None)
        assert AccountFile.objects.count() == 1
    page = world.client(world.acme.csm).get(at(world)).content.decode()
    assert "QBR 2.pdf" in page
    assert "QBR 1.pdf" not in page


def test_what_was_made_keeps_its_bytes_when_its_place_among_the_files_is_erased(world):
    with world.acme.scope():
        made = store_file([PDF], name="QBR.pdf", content_type="application/pdf", by=None, now=NOW)
        delete_file(keep_with_account(world.acme.account, made, by=None, now=NOW), by=world.acme.csm, now=NOW)
        assert empty_bin(now=NOW + timedelta(days=30)) == 1
        assert not AccountFile.objects.exists()
        with open_file(made) as content:
            assert content.read() == PDF


def test_a_file_with_amounts_does_not_exist_for_who_may_not_see_money(world):
    with world.acme.scope():
        made = store_file([PDF], name="QBR.pdf", content_type="application/pdf", by=None, now=NOW)
        one = keep_with_account(world.acme.account, made, by=None, now=NOW, shows_money=True)
    assert "QBR.pdf" in world.client(world.acme.csm).get(at(world)).content.decode()
    with world.acme.scope():
        RoleSetting.objects.update_or_create(
            role=world.acme.csm.role, defaults={"visibility": Visibility.ALL, "sees_money": False}
        )
    assert "QBR.pdf" not in world.client(world.acme.csm).get(at(world)).content.decode()
    assert world.client(world.acme.csm).get(at(world, f"{one.pk}/")).status_code == 404


# --- a storage elsewhere


def test_files_may_lie_in_a_storage_that_is_no_folder(world, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    assert isinstance(default_storage, InMemoryStorage)
    found = add(world)[0]
    with open_file(found.file) as content:
        assert content.read() == PDF
    place = place_of(found.file)  # for what wants a path, fetched once
    assert place.read_bytes() == PDF
    place.unlink()
    answer = world.client(world.acme.csm).get(at(world, f"{found.pk}/"))
    assert b"".join(answer.streaming_content) == PDF
