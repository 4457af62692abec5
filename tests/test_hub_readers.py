"""Readers by name: small saved models of each kind, as the hub has them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tokenizers.processors import TemplateProcessing

from answer import Conversation
from answer.confidence import kind_of
from answer.finding import find
from index.encoder import SentenceTransformerEncoder
from index.errors import ModelError
from index.hub_readers import QuestionAnsweringNetwork, RankingReader
from index.question import analyse_question
from index.reader import SpanReader, load_reader
from index.records import Passage, Signals
from index.retriever import Retriever

TEXT = "Năm 2024, hơn 3.000 người Việt Nam đã vượt biển từ Pháp vào Anh bằng thuyền hơi. " * 3
QUESTION = "Ai đã ký Kế hoạch hành động chung?"


def save_model(folder: Path, kind: str, other_model: Path, labels: int = 1) -> str:
    """A tiny BERT of one kind with the letters of the other model as its tokens."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(other_model)
    tokenizer.backend_tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    config = transformers.BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, id2label={i: str(i) for i in range(labels)},
    )  # fmt: skip
    torch.manual_seed(5)
    getattr(transformers, kind)(config).save_pretrained(folder)
    tokenizer.model_max_length = 128
    tokenizer.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def qa_model(tmp_path_factory: pytest.TempPathFactory, other_model: Path) -> str:
    return save_model(tmp_path_factory.mktemp("qa"), "BertForQuestionAnswering", other_model, labels=2)


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory, other_model: Path) -> str:
    return save_model(tmp_path_factory.mktemp("ce"), "BertForSequenceClassification", other_model)


def passage(text: str, start: int) -> Passage:
    return Passage("a", "a", None, None, start, start + len(text), text, 0.0, Signals(0, 0, 0), ())


def test_a_qa_model_marks_spans_in_the_articles_own_characters(
    qa_model: str, encoder: SentenceTransformerEncoder, models_dir: Path
) -> None:
    reader = load_reader(qa_model, encoder, models_dir)
    assert isinstance(reader, SpanReader)
    assert reader.name == qa_model
    (reading,) = reader.read(["Bao nhiêu người?"], [passage(TEXT, 100)])
    assert reading.text
    assert reading.text == TEXT[reading.span.start - 100 : reading.span.end - 100]
    assert 0 <= reading.probability <= 1


def test_a_qa_model_is_told_which_tokens_are_of_the_passage(qa_model: str) -> None:
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    model, tokenizer = AutoModelForQuestionAnswering.from_pretrained(qa_model), AutoTokenizer.from_pretrained(qa_model)
    batch = tokenizer("ai?", "Nam và Lan.", return_tensors="pt", return_token_type_ids=True)
    readable = torch.tensor([[place == 1 for place in batch.sequence_ids(0)]])
    readable[0, 0] = True
    with torch.inference_mode():
        ours = QuestionAnsweringNetwork(model.eval())(batch["input_ids"], batch["attention_mask"], readable)
        theirs = model(**batch)
    assert torch.allclose(ours[0, :, 0][readable[0]], theirs.start_logits[0][readable[0]], atol=1e-5)


def test_a_cross_encoder_ranks_and_marks_nothing(
    cross_encoder: str, encoder: SentenceTransformerEncoder, models_dir: Path, corpus_data: Path
) -> None:
    reader = load_reader(cross_encoder, encoder, models_dir)
    assert isinstance(reader, RankingReader)
    assert reader.read(["ai?"], []) == []
    one, other = reader.read(["Bao nhiêu người?", "bao nhieu nguoi"], [passage(TEXT, 7), passage("Giá gạo tăng.", 0)])
    assert (one.text, other.text) == ("", "")
    assert one.span.start == one.span.end == 7
    assert one.margin != other.margin
    found = Retriever(corpus_data, encoder, reader).retrieve(QUESTION, 3, read=3)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


@pytest.mark.parametrize("kind", ["qa_model", "cross_encoder"])
def test_a_reader_without_constants_is_no_ground_to_refuse(
    kind: str,
    request: pytest.FixtureRequest,
    encoder: SentenceTransformerEncoder,
    models_dir: Path,
    corpus_data: Path,
) -> None:
    reader = load_reader(request.getfixturevalue(kind), encoder, models_dir)
    retriever = Retriever(corpus_data, encoder, reader)
    finding = find(QUESTION, retriever)
    assert finding.kind == "accented"
    assert finding.evidence is not None
    assert finding.evidence.margin == finding.evidence.margin_alone == 0
    assert reader is not None
    fitting = find(QUESTION, retriever, fitting=True)
    assert fitting.kind == kind_of(analyse_question(QUESTION), reader.name)
    assert fitting.evidence is not None
    assert fitting.evidence.margin != 0
    answer = Conversation(retriever).ask(QUESTION)
    assert not answer.refused


def test_a_model_for_something_else_is_refused_by_name(
    tmp_path: Path, other_model: Path, encoder: SentenceTransformerEncoder, models_dir: Path
) -> None:
    for kind in ("BertForTokenClassification", "BertForSequenceClassification"):
        folder = save_model(tmp_path / kind, kind, other_model, labels=3)
        with pytest.raises(ModelError, match=kind):
            load_reader(folder, encoder, models_dir)
