"""The reader: exact answers where the passage has them, none elsewhere, and weights that are what they should be."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from eval.spans import exact_match, span_f1
from index.encoder import SentenceTransformerEncoder
from index.errors import ModelError
from index.reader import NO_READER, SpanReader, load_reader, load_span_reader, sentences_around
from index.reader_weights import CARD_FILE, FOLDER, WEIGHTS_FILE, load_weights, quantise, read_card
from index.records import Passage, Signals, Span
from index.retriever import Retriever, reorder
from index.span_model import OUTSIDE, BestSpan, best_span, tokenize_windows

TEXT = "Năm 2024, hơn 3.000 người Việt Nam đã vượt biển từ Pháp vào Anh trái phép bằng thuyền hơi."
OTHER = "Giá gạo xuất khẩu tăng lên 620 USD một tấn ở đồng bằng sông Cửu Long."


def passage(text: str, start: int = 0, score: float = 0.0) -> Passage:
    return Passage("a", "a", None, None, start, start + len(text), text, score, Signals(0, 0, 0), ())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Bao nhiêu người Việt Nam vượt biển năm 2024?", "3.000"),
        ("Họ vượt biển bằng phương tiện gì?", "thuyền hơi"),
        ("How did they cross the sea to the UK?", "thuyền hơi"),
    ],
)
def test_the_answer_is_marked_in_the_passage(reader: SpanReader, question: str, answer: str) -> None:
    (reading,) = reader.read([question], [passage(TEXT)])
    assert answer in reading.text
    assert reading.text == TEXT[reading.span.start : reading.span.end]
    assert len(reading.text) < len(TEXT) / 2


def test_places_count_in_the_article(reader: SpanReader) -> None:
    (here,) = reader.read(["Bằng phương tiện gì?"], [passage(TEXT)])
    (there,) = reader.read(["Bằng phương tiện gì?"], [passage(TEXT, start=500)])
    assert (there.span, there.text) == (here.span.shifted(500), here.text)


def test_a_passage_that_answers_is_surer_than_one_that_does_not(reader: SpanReader) -> None:
    answers, other = reader.read(["Bao nhiêu người vượt biển vào Anh năm 2024?"], [passage(TEXT), passage(OTHER)])
    assert answers.margin > other.margin
    assert 1 >= answers.probability > 0.5 > other.probability >= 0


def test_a_near_miss_is_not_taken_for_an_answer(reader: SpanReader) -> None:
    questions = ["Bao nhiêu người vượt biển năm 2024?", "Bao nhiêu người chết đuối khi vượt biển?"]
    margins = [reader.read([question], [passage(TEXT)])[0].margin for question in questions]
    assert margins[0] > margins[1]


def test_of_two_wordings_the_surer_counts(reader: SpanReader) -> None:
    typed, meant = "bao nhieu nguoi vuot bien", "bao nhiêu người vượt biển"
    both = reader.read([meant, typed], [passage(TEXT), passage(OTHER)])
    for number, reading in enumerate(both):
        alone = [reader.read([wording], [passage(TEXT), passage(OTHER)])[number] for wording in (meant, typed)]
        assert reading.margin == pytest.approx(max(one.margin for one in alone), abs=1e-3)


def test_an_answer_late_in_a_long_passage_is_found(reader: SpanReader) -> None:
    long = "Trời hôm nay nắng đẹp và gió nhẹ ở nhiều nơi. " * 60 + TEXT
    (reading,) = reader.read(["Bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?"], [passage(long)])
    assert "3.000" in reading.text
    assert reading.text == long[reading.span.start : reading.span.end]


def test_windows_cover_the_whole_passage(reader: SpanReader) -> None:
    text = " ".join(f"từ{number}" for number in range(600))
    windows = tokenize_windows(reader._tokenizer, ["câu hỏi"], [text], 128, 32)
    assert len(windows) > 3
    places = sorted({place for window in windows for place in window.offsets if place != OUTSIDE})
    assert places[0][0] == 0
    assert places[-1][1] == len(text)
    assert all(later[0] - earlier[1] <= 1 for earlier, later in itertools.pairwise(places))
    assert all(len(window.ids) <= 128 for window in windows)


@pytest.mark.parametrize("text", ["", " ", "☺", "a", "\u0301", "ﬁ ﷺ", "x" * 5000], ids=ascii)
@pytest.mark.parametrize("question", ["?", "ai", "ai " * 700], ids=["mark", "word", "long"])
def test_no_passage_and_no_question_is_too_odd(reader: SpanReader, question: str, text: str) -> None:
    (reading,) = reader.read([question], [passage(text)])
    assert 0 <= reading.span.start <= reading.span.end <= len(text)


def test_the_surest_passage_is_read_again_in_the_sentences_around_and_stays_as_sure(
    reader: SpanReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = ["Bao nhiêu người Việt Nam vượt biển từ Pháp vào Anh?"]
    long = "Trời hôm nay nắng đẹp. Gió nhẹ ở nhiều nơi. " + TEXT + " Biển lặng. Tàu về bến. " * 5
    looked_at: list[str] = []
    best_spans = reader.best_spans

    def watched(questions: Sequence[str], texts: Sequence[str]) -> list[BestSpan]:
        looked_at.extend(texts)
        return best_spans(questions, texts)

    with monkeypatch.context() as patch:
        patch.setattr(reader, "best_spans", watched)
        readings = reader.read(question, [passage(OTHER), passage(long)])
    assert looked_at == [OTHER, long, "Gió nhẹ ở nhiều nơi. " + TEXT + " Biển lặng. "]
    assert "3.000" in readings[1].text
    assert readings[1].text == long[readings[1].span.start : readings[1].span.end]
    assert readings[1].margin == pytest.approx(best_spans(question, [long])[0].margin, abs=1e-3)


@pytest.mark.parametrize(
    ("span", "around"),
    [
        ((0, 2), "Một. Hai! "),
        ((5, 8), "Một. Hai! “Ba.” "),
        ((17, 20), "“Ba.” Bốn\nNăm"),
        ((6, 19), "Một. Hai! “Ba.” Bốn\nNăm"),
    ],
)
def test_around_a_span_is_a_sentence_on_each_side(span: tuple[int, int], around: str) -> None:
    text = "Một. Hai! “Ba.” Bốn\nNăm"
    found = sentences_around(Span(*span), text)
    assert text[found.start : found.end] == around


def test_nothing_to_read_gives_nothing(reader: SpanReader) -> None:
    assert reader.read(["ai"], []) == []


def test_threads_share_a_reader(reader: SpanReader) -> None:
    passages = [passage(TEXT), passage(OTHER)]
    questions = [["Bằng phương tiện gì?"], ["Giá gạo là bao nhiêu?"]] * 6
    alone = [reader.read(question, passages) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: reader.read(question, passages), questions))
    assert [[r.span for r in row] for row in together] == [[r.span for r in row] for row in alone]


def test_reading_reorders_and_names_the_answer(retriever: Retriever) -> None:
    question = "Các bên liên lạc, trao đổi thông tin bằng gì?"
    first = retriever.retrieve(question, 3, read=5)[0]
    assert first.reading is not None
    assert "Công hàm" in first.reading.text
    article = retriever.store.article(first.article)
    assert article.text[first.reading.span.start : first.reading.span.end] == first.reading.text
    assert all(p.reading is None for p in retriever.retrieve(question, 3))


def test_what_was_not_read_stays_behind_in_its_order(reader: SpanReader) -> None:
    passages = [passage(OTHER, score=2.0), passage(TEXT, score=1.95), passage("x", score=1.0), passage("y", score=0.5)]
    readings = reader.read(["Bao nhiêu người vượt biển vào Anh năm 2024?"], passages[:2])
    ordered = reorder(passages, readings)
    assert [p.text for p in ordered] == [TEXT, OTHER, "x", "y"]
    scores = [p.score for p in ordered]
    assert scores == sorted(scores, reverse=True)


def test_the_best_span_ends_after_it_starts_and_is_not_too_long() -> None:
    offsets = [OUTSIDE, (0, 2), (3, 5), (6, 8)]
    scores = torch.tensor([[1.0, 1.0], [0.0, 9.0], [5.0, 0.0], [0.0, 2.0]]).numpy()
    best = best_span(scores, offsets, "ab cd ef")
    assert (best.span.start, best.span.end) == (0, 2)
    assert best.margin == pytest.approx(9.0 - 2.0)


def test_quantising_keeps_each_weight_to_half_a_step() -> None:
    weight = torch.randn(5, 300)
    packed, scale = quantise(weight)
    assert packed.dtype == torch.int8
    assert ((packed.float() * scale[:, None] - weight).abs() <= scale[:, None] / 2 + 1e-6).all()
    zeros, _ = quantise(torch.zeros(2, 3))
    assert not zeros.any()


def test_the_weights_in_the_repository_are_small_and_those_of_the_card() -> None:
    assert (FOLDER / WEIGHTS_FILE).stat().st_size < 25_000_000
    assert not any("embeddings" in name for name in load_weights())
    assert read_card().slope > 0


@pytest.mark.parametrize("damage", ["changed", "cut", "gone", "no card", "odd card"])
def test_damaged_weights_are_refused_by_name(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder)
    weights, card = folder / WEIGHTS_FILE, folder / CARD_FILE
    data = weights.read_bytes()
    if damage == "changed":
        weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif damage == "cut":
        weights.write_bytes(data[:1000])
    elif damage == "gone":
        weights.unlink()
    elif damage == "no card":
        card.unlink()
    else:
        card.write_text(json.dumps({"sha256": "x"}))
    with pytest.raises(ModelError, match=r"Expected .*weights"):
        load_weights(folder)


def test_the_reader_shares_the_word_embeddings_of_the_encoder(
    reader: SpanReader, encoder: SentenceTransformerEncoder
) -> None:
    assert any(module is encoder.network.embeddings for module in reader._model.modules())


def test_with_another_encoder_the_reader_brings_its_own(
    reader: SpanReader, other_encoder: SentenceTransformerEncoder, models_dir: Path
) -> None:
    own = load_span_reader(other_encoder, models_dir)
    mine, shared = (r.read(["Bằng phương tiện gì?"], [passage(TEXT)])[0] for r in (own, reader))
    assert (mine.span, mine.text) == (shared.span, shared.text)


def test_no_reader_and_an_unknown_one(encoder: SentenceTransformerEncoder, models_dir: Path) -> None:
    assert load_reader(NO_READER, encoder, models_dir) is None
    with pytest.raises(ModelError, match="HOINGUON_READER"):
        load_reader("nonesuch", encoder, models_dir)


def test_spans_are_compared_as_squad_does() -> None:
    assert exact_match("Công hàm.", "công hàm") == 1
    assert exact_match("the cat", "cat") == 1
    assert span_f1("hơn 3.000 người", "3.000 người") == pytest.approx(4 / 5)
    assert span_f1("", "b") == span_f1("x", "") == 0
    assert span_f1("", "") == 1
