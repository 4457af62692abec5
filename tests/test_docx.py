"""Word files: paragraphs, tables and what stands around text, in the order they are read in."""

from __future__ import annotations

import io

import pytest
from docx import Document as new_docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.errors import UnreadableFileError
from ingest.readers import read_document


def read(document: WordDocument) -> str:
    file = io.BytesIO()
    document.save(file)
    return read_document(file.getvalue(), ".docx").text


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = new_docx()
    document.add_paragraph("Trước bảng.")
    table = document.add_table(2, 3)
    for cell, text in zip([c for row in table.rows for c in row.cells], "Năm Vụ Người 2023 4 11".split(), strict=True):
        cell.text = text
    document.add_paragraph("Sau bảng.")
    assert read(document) == "Trước bảng.\nNăm | Vụ | Người\n2023 | 4 | 11\nSau bảng."


def test_a_merged_cell_stands_once_and_a_table_in_a_cell_is_read() -> None:
    document = new_docx()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Gộp"
    inner = table.cell(0, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    assert read(document) == "Gộp | a | b"


def test_a_cell_that_says_to_span_a_million_columns_is_refused() -> None:
    document = new_docx()
    table = document.add_table(1, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Gộp"
    next(document.element.body.iter(qn("w:gridSpan"))).set(qn("w:val"), "1000000")
    with pytest.raises(UnreadableFileError, match="at most 63 columns"):
        read(document)


def test_fields_and_accepted_changes_are_text_and_deleted_ones_are_not() -> None:
    document = new_docx()
    document.add_paragraph("Đầu.")
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Trong khung.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    body.insert(
        1,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:ins><w:r><w:t>Thêm.</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>Xóa.</w:delText></w:r></w:del></w:p>"
        ),
    )
    assert read(document) == "Trong khung.\nThêm.\nĐầu."


def test_the_paragraph_of_a_title_is_the_title_where_the_properties_have_none() -> None:
    document = new_docx()
    document.add_paragraph("Báo Thử")
    document.add_heading("Mưa to ở Huế", 0)
    document.add_paragraph("Nước dâng.")
    file = io.BytesIO()
    document.save(file)
    assert read_document(file.getvalue(), ".docx").metadata == {"title": "Mưa to ở Huế"}
    document.core_properties.title = "Tin mưa"
    document.core_properties.author = "Lan Anh"
    file = io.BytesIO()
    document.save(file)
    assert read_document(file.getvalue(), ".docx").metadata == {"title": "Tin mưa", "author": "Lan Anh"}


def test_heads_and_feet_of_pages_are_no_text() -> None:
    document = new_docx()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    document.add_paragraph("Mưa to.")
    assert read(document) == "Mưa to."
