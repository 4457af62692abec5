"""Tables and lines of JSON: an article a row, columns by name or by usual name, faults by row."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ingest.columns import Columns, parse_columns, read_columns
from ingest.dates import to_iso
from ingest.documents import Document, Fault
from ingest.errors import ColumnsError, UnreadableFileError
from ingest.readers import read_documents


def read(data: str | bytes, suffix: str = ".csv", columns: Columns | None = None) -> list[Document | Fault]:
    return list(read_documents(data.encode() if isinstance(data, str) else data, suffix, columns))


def documents(found: list[Document | Fault]) -> list[Document]:
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def test_each_row_is_a_document_with_what_its_columns_state() -> None:
    text = (
        "id,title,content,date,source,url,author\r\n"
        'VN-1,Mưa to,"Mưa to ở Huế, nước dâng.",31/3/2025,TTXVN,https://bao.example/1,Lan\r\n'
    )
    (found,) = documents(read(text))
    assert found == Document(
        "Mưa to ở Huế, nước dâng.",
        {
            "title": "Mưa to",
            "published": "2025-03-31",
            "source": "TTXVN",
            "url": "https://bao.example/1",
            "author": "Lan",
        },
        "VN-1",
    )


@pytest.mark.parametrize("names", ["tieu_de,noi_dung,ngay", "Tiêu đề,Nội dung,Ngày đăng", "TITLE,Text,Published"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "sep="])
def test_usual_names_are_found_in_either_language_and_any_dialect(names: str, delimiter: str, mark: str) -> None:
    mark = f"sep={delimiter}\r\n" if mark == "sep=" else mark
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(
        [names.split(","), ["Mưa", "Mưa; to, ở | Huế\tnay.\nNước “dâng”.", "1/4/2025"]]
    )
    (found,) = documents(read(mark + file.getvalue()))
    assert found.text == "Mưa; to, ở | Huế\tnay.\nNước “dâng”."
    assert found.metadata == {"title": "Mưa", "published": "2025-04-01"}
    assert found.part == ("row-3" if mark.startswith("sep=") else "row-2")


def test_named_columns_go_before_usual_ones() -> None:
    columns = parse_columns(["text=Thân bài gốc", "id=khóa"])
    (found,) = documents(read("id,text,Thân bài gốc,khóa\n1,không,Mưa to ở Huế.,k9\n", columns=columns))
    assert (found.text, found.part) == ("Mưa to ở Huế.", "k9")
    assert read_columns(columns.written()) == columns


@pytest.mark.parametrize("stated", ["noi_dung", "body=x", "text=", "=x"])
def test_a_column_that_is_stated_wrongly_is_told(stated: str) -> None:
    with pytest.raises(ColumnsError, match="KEY=NAME"):
        parse_columns([stated])


@pytest.mark.parametrize(
    ("text", "columns", "found"),
    [
        ("tựa,ngày\nMưa,1/1/2025\n", Columns(), "--column text=NAME"),
        ("text\nMưa to.\n", Columns(text="bài"), "expected a column 'bài', found text"),
        ("", Columns(), "found none"),
        ("\n\n", Columns(), "found none"),
        ("text,title\n", Columns(), "found none"),
    ],
)
def test_a_table_that_gives_nothing_says_why(text: str, columns: Columns, found: str) -> None:
    with pytest.raises((ColumnsError, UnreadableFileError), match=found):
        read(text, columns=columns)


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    text = 'text\n"Mưa\nto."\n\nNắng đẹp.\n'
    assert [(item.part, item.text) for item in documents(read(text))] == [
        ("row-2", "Mưa\nto."),
        ("row-4", "Nắng đẹp."),
    ]


def test_bad_rows_are_told_by_number_and_the_others_are_read() -> None:
    text = 'id,text\n1,Mưa to.\n2\n3,Nắng, đẹp.\n4,"Gió" mạnh.\n5,\n6,Lũ về.\n7,"Mưa\n8,Bão tan.\n'
    found = read(text)
    assert [item.part for item in found if isinstance(item, Document)] == ["1", "6", "8"]
    faults = {item.place: item.reason for item in found if isinstance(item, Fault)}
    assert list(faults) == ["row 3", "row 4", "row 5", "row 6", "row 8"]
    assert all("expected" in reason and "found" in reason for reason in faults.values())
    assert "2 fields, found 1" in faults["row 3"]


def test_a_field_may_be_as_long_as_a_book() -> None:
    body = "Mưa to ở Huế. " * 40_000
    (found,) = documents(read(f'title,text\nSách,"{body}"\n'))
    assert len(found.text) == len(body) > 500_000


def test_lines_of_json_are_documents() -> None:
    lines = [
        {"id": 17, "tiêu đề": "Mưa", "nội dung": "Mưa to ở Huế.\u2028Nước dâng.", "tác giả": ["Lan", "Minh"]},
        {"id": None, "text": "Nắng đẹp.", "date": "2025-04-01 08:30:00", "url": {"x": 1}},
    ]
    text = "\ufeff" + "\r\n\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    first, second = documents(read(text, ".jsonl"))
    assert (first.part, first.metadata) == ("17", {"title": "Mưa", "author": "Lan, Minh"})
    assert first.text == "Mưa to ở Huế.\u2028Nước dâng."
    assert (second.part, second.metadata) == ("row-3", {"published": "2025-04-01T08:30:00"})


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('{"text": "Mưa to', "fault"),
        ("[1, 2]", "found list"),
        ("17", "found int"),
        ('{"title": "Mưa"}', "found title"),
        ('{"text": "…"}', "found none"),
        ('{"text": "\\ud800 Mưa"}', "surrogate"),
        ('{"text": "Mưa to.", "id": "' + "x" * 300 + '"}', "at most 200 characters"),
        ("[" * 100_000, "fault"),
    ],
)
def test_a_bad_line_is_told_by_number_and_the_others_are_read(line: str, found: str) -> None:
    read_of = read(f'{{"text": "Nắng đẹp."}}\n{line}\n{{"text": "Gió mạnh."}}\n', ".jsonl")
    assert [item.text for item in read_of if isinstance(item, Document)] == ["Nắng đẹp.", "Gió mạnh."]
    (fault,) = (item for item in read_of if isinstance(item, Fault))
    assert found in fault.reason
    assert fault.place == "row 2" or fault.place.startswith("item xxx")


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("31/3/2025", "2025-03-31"),
        ("01-04-2025", "2025-04-01"),
        ("31.03.2025 08:30", "2025-03-31T08:30"),
        ("08:30 31/3/2025", "2025-03-31T08:30"),
        ("Thứ hai, 31/3/2025, 08:30 (GMT+7)", "2025-03-31T08:30+07:00"),
        ("31/3/2025 8:05 CH", "2025-03-31T20:05"),
        ("ngày 31 tháng 3 năm 2025", "2025-03-31"),
        ("2025/03/31", "2025-03-31"),
        ("2025-03-31 08:30:00+07:00", "2025-03-31T08:30:00+07:00"),
        ("2025-03-31T08:30:00Z", "2025-03-31T08:30:00Z"),
        ("Mon, 31 Mar 2025 08:30:00 +0700", "2025-03-31T08:30:00+07:00"),
        ("3/31/2025", "3/31/2025"),
        ("31/2/2025", "31/2/2025"),
        ("31/3/25", "31/3/25"),
        ("31/3/2025 - 1/4/2025", "31/3/2025 - 1/4/2025"),
        ("hôm qua", "hôm qua"),
        ("2025", "2025"),
        ("", ""),
    ],
)
def test_dates_are_put_in_iso_8601_where_they_leave_no_doubt(stated: str, iso: str) -> None:
    assert to_iso(stated) == iso
