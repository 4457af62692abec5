"""ZIP archives: members by name, and those that must not be unpacked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import Store
from ingest import Summary
from ingest.documents import Document, Fault
from ingest.errors import UnreadableFileError
from ingest.readers import read_document, read_documents

from .formats import as_html, pack

Write = Callable[[str, str | bytes], Path]
Ingest = Callable[..., Summary]


def test_members_are_read_by_name_and_junk_is_passed_over() -> None:
    inner = pack({"c.html": as_html()})
    members = {"báo/b.csv": b"text\nMua.\n", "báo/a.txt": b"Tin.", "trong.zip": inner, "__MACOSX/._a.txt": b"\0"}
    found = list(read_documents(pack(members), ".zip"))
    parts = [item.part for item in found if isinstance(item, Document)]
    assert parts == ["báo/a.txt", "báo/b.csv#row-2", "trong.zip#c.html"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused_and_the_others_are_read(name: str) -> None:
    found = list(read_documents(pack({name: b"Tin.", "tot.txt": b"Tin."}), ".zip"))
    assert [item.part for item in found if isinstance(item, Document)] == ["tot.txt"]
    assert [item.reason for item in found if isinstance(item, Fault)] == [
        "expected a name inside the archive, found one that leads out of it: pack it anew"
    ]


def test_an_encrypted_or_damaged_or_unknown_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(pack({"a.txt": b"Tin.", "b.txt": b"Tin hai.", "c.exe": b"MZ", "d.txt": b"Tin bon."}))
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1  # the flag of encryption of a.txt
    damaged = data.index(b"b.txt") + 5
    data[damaged] ^= 0xFF
    found = list(read_documents(bytes(data), ".zip"))
    assert [item.part for item in found if isinstance(item, Document)] == ["d.txt"]
    reasons = {item.place: item.reason for item in found if isinstance(item, Fault)}
    assert list(reasons) == ["a.txt", "b.txt", "c.exe"]
    assert "password" in reasons["a.txt"]
    assert "damaged" in reasons["b.txt"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="at most 200 times its size"):
        read_document(pack({"a.txt": b"0" * 20_000_000}), ".zip")
    with pytest.raises(UnreadableFileError, match="at most 5,000 members"):
        read_document(pack({f"{number}.txt": b"Tin." for number in range(5_001)}), ".zip")
    monkeypatch.setattr("ingest.formats.archive.MOST_BYTES", 1)
    deep = pack({"a.zip": pack({"b.zip": pack({"c.zip": pack({"d.txt": b"Tin."})})})})
    (fault,) = read_documents(deep, ".zip")
    assert isinstance(fault, Fault)
    assert fault.place == "a.zip, b.zip"
    assert "at most 2 archives" in fault.reason


def test_archives_in_an_archive_share_what_may_be_unpacked() -> None:
    inner = pack({f"{number}.txt": b"Tin." for number in range(3_000)})
    found = list(read_documents(pack({"a.zip": inner, "b.zip": inner}), ".zip"))
    assert sum(isinstance(item, Document) for item in found) == 3_000
    assert [item.place for item in found if isinstance(item, Fault)] == ["b.zip"]


def test_an_article_of_a_member_with_any_name_is_found_by_its_id(write: Write, run: Ingest, data: Path) -> None:
    name = "Tin #1 & <b>'mưa'</b> 100%/ế?.txt"
    write("a.zip", pack({name: b"Tin."}))
    assert run().added == [f"a#{name}"]
    assert Store(data).article(f"a#{name}").part == name
