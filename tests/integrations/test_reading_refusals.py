"""Files from hell: one clear sentence each, never a crash."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from integrations.errors import ImportFileError
from integrations.reading.limits import MIB, ReadingLimits
from integrations.reading.tables import open_table

SMALL = ReadingLimits(max_bytes=2_000_000, max_columns=20, max_rows=50, max_line_bytes=200_000)


def refusal(
    folder: Path, content: bytes, limits: ReadingLimits = SMALL, name: str = "t.csv"
) -> ImportFileError:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(ImportFileError) as caught:
        open_table(path, limits=limits)
    return caught.value


def archive(parts: dict[str, bytes], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", mode) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n  \r\n", "empty_file"),
        (b",,,\n,,\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"id,name\n1,A\x00B\n", "nul_character"),
        (b"x" * 2_000_001, "too_many_bytes"),
        (b"%PDF-1.7\n...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not_a_table"),
        (b"\x1f\x8b\x08\x00rest", "not_a_table"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "not_a_table"),
        (b"\xef\xbb\xbf \n<html><body>", "not_a_table"),
        (b'<?xml version="1.0"?><a/>', "not_a_table"),
        (b'{"rows": [1, 2]}', "not_a_table"),
        (b'[{"id": 1}]', "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_workbook",
        ),
        (b"PK\x05\x06" + b"\0" * 18, "not_a_table"),
        (b"PK\x03\x04 cut off", "broken_workbook"),
        (archive({"a.txt": b"1"}), "not_a_table"),
        (archive({"word/document.xml": b"<w/>"}), "not_a_table"),
        (archive({"mimetype": b"x", "content.xml": b"<o/>"}), "not_a_table"),
        (archive(WORKBOOK), "broken_workbook"),
        (archive(WORKBOOK | {"xl/embeddings/inner.xlsx": archive(WORKBOOK)}), "unsafe_workbook"),
        (archive(WORKBOOK | {"../../etc/passwd": b"x"}), "unsafe_workbook"),
        (
            archive(WORKBOOK | {"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "unsafe_workbook",
        ),
        (("a," * 30 + "z\n").encode(), "too_many_columns"),
        (("a,b\n" + "1,2\n" * 51).encode(), "too_many_rows"),
        (b"id,name\n1," + b"x" * 65_537 + b"\n", "field_too_long"),
        (b"id,name\n1," + b"x" * 300_000 + b"\n", "field_too_long"),
        (("h\n" + "a," * 150_000).encode(), "too_many_columns"),
        (b"id,name\n1,\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd1\x96\xd1\x82 \xff\n", "mixed_encoding"),
        ("id,name\n".encode("utf-16") + b"\x41", "undecodable"),
        ("id,name\n1,".encode("utf-16") + b"\x00\xd8,\x00", "undecodable"),
    ],
)
def test_what_is_no_readable_table_is_refused_by_name(tmp_path: Path, content: bytes, code: str) -> None:
    error = refusal(tmp_path, content)
    assert error.code == code
    assert str(error.message).endswith(".")


def test_the_name_of_the_file_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "table.pdf").write_text("id,name\n1,A\n")
    assert open_table(tmp_path / "table.pdf").total_rows == 1


def test_an_open_quote_is_told_by_the_line_where_it_opens(tmp_path: Path) -> None:
    content = b'id,name,note\n1,A,ok\n2,"B\nC","never closed\n' + b"3,D,x\n" * 40
    error = refusal(tmp_path, content)
    assert error.code == "unclosed_quote"
    assert "line 4" in str(error.message)


def test_an_open_quote_at_the_start_of_a_large_file_is_found_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_bytes(b'id,name\n1,"A\n' + b"2,B\n" * 5_000_000)
    tracemalloc.start()
    with pytest.raises(ImportFileError) as caught:
        open_table(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (caught.value.code, "line 2" in str(caught.value.message)) == ("unclosed_quote", True)
    assert peak < 16 * MIB


def test_a_field_of_a_hundred_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "field.csv"
    with path.open("wb") as file:
        file.write(b"id,name\n1,")
        for _chunk in range(100):
            file.write(b"x" * MIB)
    tracemalloc.start()
    with pytest.raises(ImportFileError) as caught:
        open_table(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "field_too_long"
    assert peak < 32 * MIB


def test_a_workbook_that_declares_ten_gigabytes_is_refused_before_unpacking(tmp_path: Path) -> None:
    whole = bytearray(archive(WORKBOOK | {"xl/worksheets/sheet1.xml": b"<a/>"}))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (4_000_000_000).to_bytes(4, "little")
    error = refusal(tmp_path, bytes(whole))
    assert (error.code, "3814 MB" in str(error.message)) == ("unsafe_workbook", True)


def test_a_workbook_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    bomb = archive(WORKBOOK | {"xl/worksheets/sheet1.xml": b" " * (32 * MIB)})
    error = refusal(tmp_path, bomb)
    assert (error.code, "times its size" in str(error.message)) == ("unsafe_workbook", True)


def test_shared_strings_past_their_limit_are_refused(tmp_path: Path) -> None:
    limits = ReadingLimits(max_strings_bytes=1_000)
    bomb = archive(WORKBOOK | {"xl/sharedStrings.xml": b" " * 1_001})
    assert refusal(tmp_path, bomb, limits).code == "unsafe_workbook"


def test_a_workbook_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    many = archive(WORKBOOK | {f"xl/{number}.xml": b"" for number in range(2_000)})
    assert refusal(tmp_path, many).code == "unsafe_workbook"


@pytest.mark.parametrize(("encoding", "code"), [("klingon", "unknown_encoding"), ("utf-8", "undecodable")])
def test_a_chosen_encoding_that_does_not_fit_is_refused(tmp_path: Path, encoding: str, code: str) -> None:
    (tmp_path / "f.csv").write_bytes(b"id,name\n1,\xe9t\xe9\n")
    with pytest.raises(ImportFileError) as caught:
        open_table(tmp_path / "f.csv", encoding=encoding)
    assert caught.value.code == code
