"""Retrieval with everything real: the model, SQLite, FAISS and tantivy."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import index
from index import Passage, QuestionError, StoreMismatchError
from index.encoder import SentenceTransformerEncoder
from index.records import Article
from index.retriever import SEARCH_DIR, Retriever
from index.store import FILE_NAME, Store, StoreSettings
from ingest import ChunkSettings, ingest_articles, rebuild

TEXTS = {
    "hòa bình": "Hai nước ký hiệp định hòa bình sau nhiều năm đàm phán. Lễ ký diễn ra ở Hà Nội.",
    "thủy điện": "Nhà máy thuỷ điện Sơn La xả lũ sáng nay. Mực nước sông Đà dâng cao.",
    "sức khỏe": "Bộ Y tế khuyên người dân giữ gìn sức khỏe khi trời lạnh. Trẻ em nên tiêm phòng cúm.",
    "bóng đá": "Đội tuyển Việt Nam thắng ba bàn trên sân Mỹ Đình. Huấn luyện viên khen các cầu thủ trẻ.",
    "lãi suất": "Ngân hàng Nhà nước giảm lãi suất điều hành. Người mua nhà được lợi nhiều nhất.",
    "gạo": "Giá gạo xuất khẩu tăng lên 620 USD một tấn. Nông dân đồng bằng sông Cửu Long phấn khởi.",
    "dài": " ".join(f"Đoàn tàu số {number} chạy qua nhiều tỉnh." for number in range(60)),
}


def articles(**texts: str) -> list[Article]:
    return [Article(name, text, name, False) for name, text in texts.items()]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformerEncoder) -> Retriever:
    data = tmp_path_factory.mktemp("library")
    ingest_articles(articles(**TEXTS), data, encoder, ChunkSettings())
    return Retriever(data, encoder)


def places(passages: list[Passage]) -> list[tuple[str, int, int]]:
    return [(passage.article, passage.start, passage.end) for passage in passages]


def check_passages(retriever: Retriever, passages: list[Passage]) -> None:
    """Each is a slice of its article, no place twice, best first."""
    assert len(set(places(passages))) == len(passages)
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    for passage in passages:
        article = retriever.store.article(passage.article)
        assert passage.text == article.text[passage.start : passage.end] != ""
        assert (passage.title, passage.source, passage.published) == (article.title, article.source, article.published)
        assert passage.sentences
        for sentence in passage.sentences:
            assert sentence.text == article.text[sentence.span.start : sentence.span.end] != ""
            assert passage.start <= sentence.span.start < sentence.span.end <= passage.end
            assert -1.001 <= sentence.dense <= 1.001
            assert 0 <= sentence.overlap <= 1.001
        assert passage.signals.sentence == pytest.approx(max(s.dense for s in passage.sentences), abs=1e-5)


QUESTIONS = [
    ("Bao nhiêu nạn nhân được giải cứu, tiếp nhận, hỗ trợ?", "235 nạn nhân"),
    ("Các bên trao đổi thông tin bằng gì?", "Công hàm chính thức"),
    ("Quỹ phòng, chống nô lệ hiện đại tài trợ bao nhiêu?", "1 triệu bảng Anh"),
    ("Hội nghị thượng đỉnh họp ngày nào?", "31/3/2025"),
    ("Năm 2024 bao nhiêu người vượt biển từ Pháp vào Anh?", "hơn 3.000 người"),
    # without accents
    ("bao nhieu nan nhan duoc giai cuu", "235 nạn nhân"),
    ("cac ben trao doi thong tin bang cong ham", "Công hàm chính thức"),
    ("nam 2024 bao nhieu nguoi vuot bien tu phap vao anh", "hơn 3.000 người"),
    ("hoi nghi thuong dinh hop ngay nao", "31/3/2025"),
    # some accents
    ("năm 2024 bao nhieu nguoi vượt biển", "hơn 3.000 người"),
    # in English
    ("How many Vietnamese crossed the sea from France to the UK in 2024?", "hơn 3.000 người"),
    ("How much money does the Modern Slavery Fund give?", "1 triệu bảng Anh"),
    ("What was the topic of the minister's speech about artificial intelligence and money laundering?", "rửa tiền"),
]


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_a_question_of_any_spelling_finds_its_passage(retriever: Retriever, question: str, answer: str) -> None:
    passages = retriever.retrieve(question, 2)
    check_passages(retriever, passages)
    assert any(answer in passage.text for passage in passages)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("hiệp định hoà bình được ký ở đâu", "hòa bình"), ("giu gin suc khoe the nao", "sức khỏe"),
        ("thủy điện nào xả lũ", "thủy điện"), ("thuy dien nao xa lu", "thủy điện"), ("Ai thắng trận?", "bóng đá"),
        ("Which hydropower plant released water?", "thủy điện"), ("How is the price of rice?", "gạo"),
        ("gia gao xuat khau", "gạo"), ("620", "gạo"), ("Mortgage interest rates", "lãi suất"), ("SÔNG ĐÀ", "thủy điện"),
    ],
)  # fmt: skip
def test_the_best_passage_is_of_the_right_article(library: Retriever, question: str, article: str) -> None:
    assert library.retrieve(question, 1)[0].article == article


def test_the_best_sentence_of_a_passage_answers_the_question(library: Retriever) -> None:
    (passage,) = library.retrieve("Trẻ em nên tiêm gì?", 1)
    assert max(passage.sentences, key=lambda sentence: sentence.score).text == "Trẻ em nên tiêm phòng cúm."


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hiệp định hoà bình", "hiệp định hòa bình"), ("nhà máy thuỷ điện", "nhà máy thủy điện"),
        ("sức khoẻ người dân", "sức khỏe người dân"), ("thoả thuận hợp tác", "thỏa thuận hợp tác"),
    ],
)  # fmt: skip
def test_both_placements_of_a_tone_give_the_same_ranking(
    library: Retriever, retriever: Retriever, newer: str, older: str
) -> None:
    for searched in (library, retriever):
        first, second = searched.retrieve(newer, 5), searched.retrieve(older, 5)
        assert places(first) == places(second)
        assert [p.signals.lexical for p in first] == pytest.approx([p.signals.lexical for p in second])


@pytest.mark.parametrize("question", ["Bao nhiêu nạn nhân được giải cứu?", "thỏa thuận hợp tác"])
def test_composed_and_decomposed_questions_give_the_same_passages(retriever: Retriever, question: str) -> None:
    composed, decomposed = (retriever.retrieve(unicodedata.normalize(form, question)) for form in ("NFC", "NFD"))
    assert places(composed) == places(decomposed)


def test_lexical_scores_are_zero_where_no_term_matches(library: Retriever) -> None:
    passages = library.retrieve("lãi suất điều hành", 10)
    assert passages[0].signals.lexical > 0
    assert {p.signals.lexical for p in passages if p.article == "dài"} == {0}


@pytest.mark.parametrize("k", [0, 1, 3, 50, 5000])
def test_k_passages_come_or_all_there_are(library: Retriever, k: int) -> None:
    passages = library.retrieve("Đoàn tàu chạy qua đâu?", k)
    assert len(passages) == min(k, len(library.store.chunks()))
    check_passages(library, passages)


def test_a_smaller_k_is_the_beginning_of_a_larger_one(retriever: Retriever) -> None:
    many = retriever.retrieve("mua bán người", 6)
    assert places(retriever.retrieve("mua bán người", 3)) == places(many)[:3]


ODD = [
    "", " ", "\t\r\n", "\u200b", "?!…", "—", "😀", "🇻🇳?", "\0", "\ud800", "\ud83d\ude00", "_", "\u0301", "\ufffe",
    " " * 100_000, "a" * 100_000, "mưa " * 25_000, "x" * 2000, "0" * 2000, "ơi " * 600, "mưa" + " " * 100_000,
    "a\0b", "mưa\ud800", "mưa 😀", "mưa\u202e to", "½", "٣", "中国是什么", "ﷺ", "İ", "ß\u0323", "%s %d {0} \\",
    "'\"*:^~(tốt) AND OR NOT -[a TO b]", "<script>alert(1)</script>", "'; DROP TABLE chunks; --",
]  # fmt: skip


@pytest.mark.parametrize("question", ODD, ids=lambda question: ascii(question)[:30])
def test_any_question_works_or_is_refused_with_a_sentence(library: Retriever, question: str) -> None:
    try:
        passages = library.retrieve(question)
    except QuestionError as error:
        assert " / The question " in str(error)
        assert str(error).endswith(".")
        assert not any(character.isalnum() for character in question) or len(question) > 2000
    else:
        assert any(character.isalnum() for character in question)
        assert len(passages) == 5
        check_passages(library, passages)
    assert len(library.store.articles()) == len(TEXTS)


def test_a_new_article_of_another_store_object_is_found_without_reopening(
    tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    ingest_articles(articles(mưa="Trời mưa to ở Huế."), tmp_path, encoder, ChunkSettings())
    retriever = Retriever(tmp_path, encoder)
    assert places(retriever.retrieve("Đội nào thắng?")) == [("mưa", 0, 18)]

    ingest_articles(articles(bóng="Đội Hà Nội thắng."), tmp_path, encoder, ChunkSettings())
    assert places(retriever.retrieve("Đội nào thắng?"))[0] == ("bóng", 0, 17)

    ingest_articles(articles(bóng="Đội Hải Phòng thắng."), tmp_path, encoder, ChunkSettings())
    assert retriever.retrieve("Đội nào thắng?")[0].text == "Đội Hải Phòng thắng."

    Store(tmp_path).remove_article("bóng")
    assert places(retriever.retrieve("Đội nào thắng?")) == [("mưa", 0, 18)]


def test_a_store_without_articles_is_told_and_works_once_it_has_some(
    tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    Store(tmp_path, StoreSettings(encoder.name, encoder.dim, 256, 0))
    retriever = Retriever(tmp_path, encoder)
    with pytest.raises(index.NoStoreError, match="python -m ingest"):
        retriever.retrieve("Mưa ở đâu?")
    ingest_articles(articles(mưa="Trời mưa to ở Huế."), tmp_path, encoder, ChunkSettings())
    assert places(retriever.retrieve("Mưa ở đâu?")) == [("mưa", 0, 18)]


def test_search_structures_can_be_deleted_at_any_time(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    ingest_articles(articles(**TEXTS), tmp_path, encoder, ChunkSettings())
    first = Retriever(tmp_path, encoder)
    before = first.retrieve("giá gạo")
    for path in sorted((tmp_path / SEARCH_DIR).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert first.retrieve("giá gạo") == before
    assert Retriever(tmp_path, encoder).retrieve("giá gạo") == before


def test_threads_that_share_a_retriever_get_what_one_alone_gets(library: Retriever) -> None:
    questions = ["giá gạo", "suc khoe", "Who won?", "lãi suất", "hòa bình", "mực nước sông Đà"]
    alone = {question: places(library.retrieve(question)) for question in questions}
    with ThreadPoolExecutor(len(questions)) as pool:
        found = list(pool.map(library.retrieve, questions * 3))
    assert [places(passages) for passages in found] == list(alone.values()) * 3


def test_a_retriever_asks_while_another_thread_ingests(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    ingest_articles(articles(**TEXTS), tmp_path, encoder, ChunkSettings())
    retriever = Retriever(tmp_path, encoder)

    def write() -> None:
        for i in range(6):
            new = articles(**{f"mới {i}": f"Tin mới số {i}. " * (i + 1)})
            ingest_articles(new, tmp_path, encoder, ChunkSettings())

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        while not writing.done():
            check_passages(retriever, retriever.retrieve("giá gạo xuất khẩu", 3))
        writing.result()
    assert {p.article for p in retriever.retrieve("Tin mới", 20)} >= {f"mới {i}" for i in range(6)}


def test_a_store_of_another_model_is_refused_naming_both_and_the_remedy(
    tmp_path: Path, encoder: SentenceTransformerEncoder, other_encoder: SentenceTransformerEncoder
) -> None:
    ingest_articles(articles(mưa="Trời mưa to."), tmp_path, other_encoder, ChunkSettings())
    with pytest.raises(StoreMismatchError, match="--rebuild") as caught:
        Retriever(tmp_path, encoder)
    assert encoder.name in str(caught.value)
    assert other_encoder.name in str(caught.value)
    assert "HOINGUON_MODEL" in str(caught.value)
    rebuild(tmp_path, encoder, ChunkSettings(), progress=False)
    assert places(Retriever(tmp_path, encoder).retrieve("mưa")) == [("mưa", 0, 12)]


def test_a_store_rebuilt_with_another_model_is_refused_by_an_open_retriever(
    tmp_path: Path, encoder: SentenceTransformerEncoder, other_encoder: SentenceTransformerEncoder
) -> None:
    ingest_articles(articles(mưa="Trời mưa to."), tmp_path, encoder, ChunkSettings())
    retriever = Retriever(tmp_path, encoder)
    rebuild(tmp_path, other_encoder, ChunkSettings(), progress=False)
    with pytest.raises(StoreMismatchError):
        retriever.retrieve("mưa")


def test_a_model_folder_that_now_holds_another_model_is_refused(
    tmp_path: Path, encoder: SentenceTransformerEncoder, other_encoder: SentenceTransformerEncoder
) -> None:
    ingest_articles(articles(mưa="Trời mưa to."), tmp_path, other_encoder, ChunkSettings())
    replaced = SentenceTransformerEncoder(encoder._model, name=other_encoder.name)
    with pytest.raises(StoreMismatchError, match=r"16.*384|384.*16"):
        Retriever(tmp_path, replaced)


def test_retrieve_is_one_call_for_scripts(corpus_data: Path, models_dir: Path, retriever: Retriever) -> None:
    index.open_retriever.cache_clear()
    assert index.open_retriever(corpus_data.resolve(), models_dir=models_dir).retrieve("nạn nhân", 2) == (
        retriever.retrieve("nạn nhân", 2)
    )


def test_a_missing_store_is_told_before_a_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(index.NoStoreError, match="python -m ingest"):
        index.retrieve("mưa", data=tmp_path / "không có")
    assert not (tmp_path / "không có").exists()
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(index.HoiNguonError, match=FILE_NAME):
        index.retrieve("mưa", data=tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / FILE_NAME], "no model was unpacked here"
