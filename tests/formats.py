"""One article of 2,000 characters, the programs that put it into each format, and how much of it comes back."""

from __future__ import annotations

import csv
import html
import io
import json
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from docx import Document as new_docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, PdfObject

from ingest.documents import Document

CHROMIUM = Path("/usr/bin/chromium")
FILES = Path(__file__).parent / "files"

TITLE = "Khánh thành cầu Mây Trắng bắc qua sông Lá"
DAY = "2025-05-01"
PARAGRAPHS = [
    "Sáng 1/5/2025, tỉnh Hà Lâm khánh thành cầu Mây Trắng bắc qua sông Lá, nối hai xã Bản Gió và Bản Sương sau hai năm "
    "thi công. Cầu dài 412 mét, rộng 9 mét, có hai làn xe và lề đi bộ mỗi bên 1,2 mét.",
    "Theo Ban quản lý dự án giao thông tỉnh, công trình có tổng mức đầu tư 187 tỷ đồng, trong đó ngân sách trung ương "
    "cấp 120 tỷ đồng, phần còn lại do địa phương đối ứng. Nhà thầu đã dùng 6.400 m³ bê tông và hơn 900 tấn thép.",
    "Trước đây, người dân hai xã phải đi đò hoặc vòng qua thị trấn Phù Vân, mất gần 35 km. Mùa lũ năm 2023, bến đò "
    "phải ngừng hoạt động 46 ngày; nhiều học sinh phải ở lại nhà người quen bên kia sông để kịp giờ đến lớp.",
    "“Từ hôm nay bà con chỉ mất năm phút để sang chợ huyện, nông sản không còn bị ép giá vì đường xa”, ông Lò Văn Quế, "
    "Chủ tịch UBND xã Bản Gió, nói tại buổi lễ. Ông cho biết xã có 1.127 hộ dân, phần lớn trồng chè và quế.",
    "Kỹ sư trưởng Đặng Thùy Ngân cho hay khó khăn nhất là trụ T4 nằm giữa dòng chảy xiết. Nhóm kỹ thuật đã phải đổi "
    "phương án móng ba lần, khoan 18 cọc sâu 42 mét, và làm việc suốt mùa khô để kịp tiến độ.",
    "Cầu được thiết kế chịu lũ với tần suất một trăm năm, tải trọng HL-93, tốc độ cho phép 60 km/giờ. Hệ thống chiếu "
    "sáng dùng năng lượng mặt trời gồm 58 cột đèn, mỗi năm tiết kiệm khoảng 70 triệu đồng tiền điện.",
    "Chị Sùng Thị Mỷ, người bán hàng ở chợ Bản Sương, cho biết giá cước chở một tạ chè ra huyện đã giảm từ 80.000 đồng "
    "xuống còn 25.000 đồng. “Trẻ con trong bản thích nhất là được đạp xe qua cầu ngắm sông”, chị kể.",
    "Trong giai đoạn hai, tỉnh sẽ mở rộng 7,5 km đường dẫn và xây kè chống sạt lở ở bờ tả, dự kiến hoàn thành vào quý "
    "III năm 2026. Sở Xây dựng đề nghị người dân không neo thuyền vào trụ cầu và không lấn chiếm hành lang an toàn.",
    "Đại diện nhà tài trợ, bà Emma Clarke, bày tỏ mong muốn công trình trở thành mẫu cho các dự án cầu nông thôn của "
    "tỉnh: bền, rẻ, và do chính người dân giám sát từng ngày. Ban tổ chức cũng trao 30 suất học bổng, mỗi suất 2 triệu "
    "đồng, cho học sinh nghèo vượt khó của hai xã. Buổi lễ kết thúc bằng màn múa xòe của hơn 200 người dân hai bên "
    "bờ sông.",
]
TEXT = "\n".join(PARAGRAPHS)
MENU = '<nav><a href="/">Trang chủ</a> <a href="/thoi-su">Thời sự</a> <a href="/the-thao">Thể thao</a></nav>'


def as_html() -> bytes:
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{TITLE} - Báo Thử</title>"
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Báo Thử">'
        f'<meta property="article:published_time" content="{DAY}T08:30:00+07:00"><meta name="author" content="Lan Anh">'
        f'<link rel="canonical" href="https://bao.example/cau-may-trang.html"><script>theoDoi("xấu")</script></head>'
        f"<body>{MENU}<article><h1>{TITLE}</h1>{body}<script>quangCao()</script></article>"
        "<footer>© Báo Thử. Liên hệ quảng cáo</footer></body></html>"
    ).encode()


def as_docx() -> bytes:
    document = new_docx()
    document.core_properties.title, document.core_properties.author = TITLE, "Lan Anh"
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_csv() -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([["Tiêu đề", "Ngày đăng", "Nội dung"], [TITLE, "1/5/2025", TEXT]])
    return "\ufeff".encode() + file.getvalue().encode()


def as_jsonl() -> bytes:
    return json.dumps({"title": TITLE, "published": DAY, "content": TEXT}, ensure_ascii=False).encode()


def as_mail(kind: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "Lan Anh <lan@bao.example>"
    message["To"], message["Message-ID"] = "ban-doc@bao.example", "<1@bao.example>"
    message["Date"] = format_datetime(datetime.fromisoformat(f"{DAY}T08:30:00+07:00"))
    message.set_content(TEXT if kind == "plain" else as_html().decode(), subtype=kind)
    return message


def as_markdown() -> bytes:
    return f"---\npublished: {DAY}\n---\n# {TITLE}\n\n{TEXT}\n".encode()


def mail_bytes(message: EmailMessage) -> bytes:
    """As mail programs write it: Python 3.11 loses spaces where it breaks a long subject."""
    return message.as_bytes(policy=policy.SMTP.clone(max_line_length=998))


def pack(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def print_pdf(folder: Path, page: bytes, *options: str) -> bytes:
    """What a reader gets who prints a page of a site: head and foot on each page, fonts mixed within words."""
    (folder / "page.html").write_bytes(page)
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", *options]
    target = folder / "page.pdf"
    subprocess.run([*command, f"--print-to-pdf={target}", str(folder / "page.html")], capture_output=True, timeout=60)
    return target.read_bytes()


def font_of(**entries: PdfObject | str) -> DictionaryObject:
    """A font; what is stated as a string is a name."""
    stated = {"Type": "Font", **entries}
    return DictionaryObject(
        {NameObject(f"/{k}"): NameObject(f"/{v}") if isinstance(v, str) else v for k, v in stated.items()}
    )


LATIN = font_of(Subtype="Type1", BaseFont="Helvetica")


def draw_pdf(pages: Sequence[Sequence[str]], **information: str) -> bytes:
    """A PDF of lines without accents, each page's from its top."""
    drawn = (
        "".join(f"BT /F1 11 Tf 50 {800 - 16 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines))
        for lines in pages
    )
    return write_pdf(drawn, LATIN, **information)


def write_pdf(pages: Iterable[str], font: DictionaryObject, **information: str) -> bytes:
    """A PDF of what is drawn on each page, with one font, F1."""
    writer = PdfWriter()
    for drawn in pages:
        page = writer.add_blank_page(595, 842)
        content = DecodedStreamObject()
        content.set_data(drawn.encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
    writer.add_metadata({f"/{key}": value for key, value in information.items()})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def share(document: Document) -> float:
    """Share of the article's characters, white space aside, that are in the document in their order."""
    wanted, found = "".join(TEXT.split()), "".join(document.text.split())
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def word_share(document: Document) -> float:
    """The same of its words: none is cut in two, none grew together."""
    blocks = SequenceMatcher(None, TEXT.split(), document.text.split(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(TEXT.split())
