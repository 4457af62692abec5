"""The words of the interface in both languages; those of an answer are in `answer.wording`."""

from __future__ import annotations

from index.question import Language

LANGUAGES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}

WORDS: dict[str, tuple[str, str]] = {
    "lead": (
        "Hỏi bằng tiếng Việt, có dấu hay không dấu, hoặc bằng tiếng Anh; mỗi câu trả lời kèm trích dẫn nguyên văn.",
        "Ask in Vietnamese, with or without accents, or in English; every answer comes with verbatim quotes.",
    ),
    "language": ("Ngôn ngữ giao diện", "Interface language"),
    "chat": ("Hỏi đáp", "Chat"),
    "search": ("Tìm kiếm", "Search"),
    "library": ("Thư viện", "Library"),
    # chat
    "conversation": ("Hội thoại", "Conversation"),
    "empty": (
        "Hãy đặt câu hỏi về các bài báo trong kho tài liệu.",
        "Ask a question about the articles of the collection.",
    ),
    "question": ("Câu hỏi", "Question"),
    "type": ("Gõ câu hỏi rồi nhấn Enter…", "Type a question…"),
    "send": ("Gửi", "Send"),
    "examples": ("Câu hỏi mẫu", "Examples"),
    "clear": ("Xóa hội thoại", "Clear"),
    "markdown": ("Tải Markdown", "Save Markdown"),
    "word": ("Tải Word", "Save Word"),
    "understood": ("Đã hiểu là", "Understood as"),
    "searching": ("Đang tìm và đọc", "Searching and reading"),
    "found": ("Đã đọc {passages} đoạn trong {articles} bài", "Read {passages} passages in {articles} articles"),
    "certain": ("rất chắc", "very sure"),
    "likely": ("khá chắc", "fairly sure"),
    "doubtful": ("chưa chắc", "not sure"),
    "certainty": ("Độ chắc chắn", "Certainty"),
    "sources": ("Nguồn", "Sources"),
    "characters": ("ký tự", "characters"),
    "copy": ("Sao chép kèm nguồn", "Copy with sources"),
    "copied": ("Đã sao chép.", "Copied."),
    "ask next": ("Có thể hỏi tiếp", "You could ask next"),
    "ask instead": ("Thử hỏi câu mà tài liệu trả lời được", "Try what the documents do answer"),
    "rephrase": (
        "Hãy thử nói cách khác: nêu tên, năm hoặc địa điểm như bài báo viết, mỗi câu hỏi một ý.",
        "Try it in other words: name people, years or places as an article would, one thing at a time.",
    ),
    "stale": (
        "Bài gốc đã đổi hoặc đã bị gỡ từ khi câu này được trả lời: hãy hỏi lại.",
        "The article was changed or removed since this was answered: ask again.",
    ),
    "loading": (
        "Đang nạp mô hình và tài liệu, xin chờ vài giây…",
        "Loading the model and the documents, a few seconds…",
    ),
    "failed": ("Có lỗi khi trả lời, hãy hỏi lại.", "The answer failed, please ask again."),
    "comment": ("Góp ý về câu trả lời (không bắt buộc)", "What is right or wrong about it (optional)"),
    "send comment": ("Gửi góp ý", "Send comment"),
    "thanks": ("Đã ghi nhận, cảm ơn.", "Noted, thank you."),
    # source reader
    "reader": ("Bài gốc", "Source article"),
    "hint": (
        "Bấm vào số nguồn như [1] để xem câu được trích trong bài gốc.",
        "Click a source number such as [1] to see the quoted sentence in its article.",
    ),
    "close": ("Đóng bài gốc", "Close the article"),
    "previous": ("Trích dẫn trước", "Previous quote"),
    "next": ("Trích dẫn sau", "Next quote"),
    "quote of": ("Trích dẫn {number} / {count}", "Quote {number} of {count}"),
    "derived": ("câu đầu", "first sentence"),
    "no title": ("Bài không có tiêu đề: đây là câu đầu tiên.", "No title: this is the first sentence."),
    "why": ("Vì sao đoạn này?", "Why this passage?"),
    "score": ("Điểm", "Score"),
    "rank": ("Hạng", "Rank"),
    "meaning": ("nghĩa của đoạn", "meaning of the passage"),
    "words": ("từ ngữ trùng", "words in common"),
    "sentence": ("câu gần nhất", "nearest sentence"),
    "read as": ("Câu hỏi được đọc là", "The question was read as"),
    "matched": ("Từ trùng", "Matching words"),
    "unknown": ("Không có trong tài liệu", "Not in the documents"),
    "read here": ("Đọc thấy", "Read here"),
    # search
    "what": ("Tìm gì", "Search for"),
    "article": ("Bài", "Article"),
    "source": ("Nguồn tin", "Outlet"),
    "all": ("Tất cả", "All"),
    "from": ("Từ ngày", "From"),
    "to": ("Đến ngày", "To"),
    "day": ("năm-tháng-ngày, như 2025-03-31", "year-month-day, as 2025-03-31"),
    "how many": ("Số đoạn", "Passages"),
    "filters": ("Giới hạn", "Limits"),
    "find": ("Tìm", "Search"),
    "nothing": ("Không có đoạn nào trong giới hạn này.", "No passage within these limits."),
    "passages": ("{count} đoạn, {time}", "{count} passages, {time}"),
    "open": ("Mở trong bài", "Open in the article"),
    "json": ("Tải JSON", "Save JSON"),
    "csv": ("Tải CSV", "Save CSV"),
    # library
    "title": ("Tiêu đề", "Title"),
    "published": ("Ngày đăng", "Published"),
    "size": ("Ký tự", "Characters"),
    "chunks": ("Đoạn", "Chunks"),
    "status": ("Trạng thái", "Status"),
    "indexed": ("đã lập chỉ mục", "indexed"),
    "missing": ("tệp gốc không còn", "file is gone"),
    "counts": ("{articles} bài, {chunks} đoạn", "{articles} articles, {chunks} chunks"),
    "upload": (
        "Thêm bài (.txt, .md, .html, .pdf, .docx, .csv, .jsonl, .eml, .zip)",
        "Add articles (.txt, .md, .html, .pdf, .docx, .csv, .jsonl, .eml, .zip)",
    ),
    "uploading": ("Đang đọc và lập chỉ mục", "Reading and indexing"),
    "done": ("Xong (thêm, đổi, gỡ, giữ nguyên): {counts}", "Done (added, changed, removed, unchanged): {counts}"),
    "removed": ("Đã gỡ {count} bài.", "{count} articles removed."),
    "delete": ("Gỡ khỏi kho", "Remove"),
    "pick": ("Chọn bài để gỡ", "Choose articles to remove"),
    "refresh": ("Đọc lại các tệp", "Read the files again"),
    "no upload": (
        "Chỉ xem: máy chủ này không nhận tệp (--allow-upload để bật).",
        "View only: this server takes no files (--allow-upload turns that on).",
    ),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """Words of the interface, with their blanks filled in."""
    vietnamese, english = WORDS[key]
    return (vietnamese if language == "vi" else english).format(**values)


def duration(seconds: float, language: Language) -> str:
    """A duration: 40 ms, 1,4 giây, 1.4 s."""
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    return f"{seconds:.1f} giây".replace(".", ",") if language == "vi" else f"{seconds:.1f} s"
