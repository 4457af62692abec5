"""Fitting the confidence: what is learnt from cases, and what comes from whole articles alone."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest

from answer.evidence import Evidence
from eval.calibrate import calibrate, row_cases
from eval.dataset import DatasetError, Dialogue, Row, SpanDataset, SpanQuestion
from eval.fitting import Case, Model, choose_threshold, conflict_weight, fit, hold_on
from eval.tools import Tools
from index.records import Article, Span

NAMES = [field.name for field in fields(Evidence)]


def case(answerable: bool, right: bool = True, kind: str = "accented", **signals: float) -> Case:
    values = dict.fromkeys(NAMES, 0.0) | signals
    return Case(kind, "rows", answerable, answerable and right, Evidence(**values))


def test_a_signal_that_tells_the_sides_apart_weighs_and_the_conflict_is_given() -> None:
    cases = [case(n % 2 == 0, margin=n % 2 - 0.5 + n / 100, conflict=float(n % 2 == 0)) for n in range(40)]
    model = fit(cases, conflict=-2.0)["accented"]
    assert model.weights["margin"] < 0
    assert model.weights["bm25"] == 0
    assert model.weights["conflict"] == -2.0
    likely, unlikely = (model.probability(case(True, margin=m).evidence) for m in (-0.5, 0.5))
    assert likely > 0.5 > unlikely
    assert model.probability(case(True, margin=-0.5, conflict=1.0).evidence) < likely


def test_what_few_cases_of_a_kind_cannot_tell_is_learnt_from_the_others() -> None:
    many = [case(n % 2 == 0, time_conflict=float(n % 2), margin=(n % 4) / 4) for n in range(60)]
    few = [case(n % 2 == 0, kind="unaccented", margin=(n % 2) / 2) for n in range(10)]
    models = fit(many + few, conflict=0.0)
    assert models["accented"].weights["time_conflict"] < models["unaccented"].weights["time_conflict"] < 0
    assert models["unaccented"].weights["margin"] < models["accented"].weights["margin"]


def test_one_side_alone_cannot_be_fitted() -> None:
    with pytest.raises(DatasetError, match="add rows"):
        fit([case(True), case(True)], 0.0)


def test_a_conflict_weighs_as_much_as_it_is_rarer_among_the_answerable() -> None:
    whole = [case(True, conflict=0.0)] * 98 + [case(False, conflict=1.0)] * 9 + [case(False, conflict=0.0)] * 9
    assert conflict_weight(whole) == pytest.approx(math.log((1 / 100) / (10 / 20)), abs=1e-4)
    assert conflict_weight([]) == 0


def test_the_threshold_is_the_highest_at_which_most_is_right() -> None:
    models = {"accented": Model(dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.0)}
    answerable = [case(True, margin=m) for m in (2.0, 1.0, 0.5, -1.0)]
    others = [case(False, margin=m) for m in (0.6, -0.5, -2.0, -3.0)]
    threshold = choose_threshold(answerable + others, models)
    kept = [models["accented"].probability(c.evidence) >= threshold for c in answerable + others]
    assert kept == [True, True, False, False] + [False] * 4  # not at -0.5, where the sum is the same
    wrong = [case(True, right=False, margin=m) for m in (2.0, 1.0, 0.5)]
    assert choose_threshold(wrong + others, models) > threshold  # what is quoted in vain is better refused


def test_a_timid_probability_is_stretched_until_it_holds() -> None:
    timid = {"accented": Model(dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.0)}
    cases = [case(n % 10 != 0, margin=0.5) for n in range(50)] + [case(n % 10 == 0, margin=-0.5) for n in range(50)]
    assert timid["accented"].probability(cases[0].evidence) < 0.63
    held = hold_on(cases, timid)["accented"]
    assert held.probability(case(True, margin=0.5).evidence) == pytest.approx(0.9, abs=0.01)
    assert held.probability(case(True, margin=-0.5).evidence) == pytest.approx(0.1, abs=0.01)
    with pytest.raises(DatasetError, match="add rows"):
        hold_on(cases[1:9], timid)


def test_constants_of_every_kind_are_written_with_their_cases(tmp_path: Path, tools: Tools) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Hòa bình được ký ở Paris năm 1973. Các bên trao đổi tù binh.", encoding="utf-8")
    texts = {"p": "Sông Hồng chảy qua Hà Nội. Mùa lũ kéo dài ba tháng.", "q": "Lúa được trồng ở đồng bằng."}
    dataset = SpanDataset(
        tuple(Article(name, text, name, True) for name, text in texts.items()),
        (
            SpanQuestion("1", "Sông nào chảy qua Hà Nội?", "p", (Span(0, 9),)),
            SpanQuestion("2", "Ai xây cầu Long Biên?", "p", ()),
        ),
    )
    rows = [
        Dialogue((Row("r1", "Hòa bình được ký ở đâu?", "a", ("Paris",)),)),
        Dialogue((Row("r2", "Ai ký với Lào?", None, ()),)),
        Dialogue((Row("r3", "hoa binh duoc ky o dau", "a", ("Paris",)),)),
    ]
    output = tmp_path / "confidence.json"
    calibrate([dataset], {"1": "Which river flows through Hanoi?"}, [*rows, *english()], corpus, tools, output)
    kinds = json.loads(output.read_text(encoding="utf-8"))["kinds"]
    assert set(kinds) == {"accented, read", "unaccented, read", "english, read"}
    assert kinds["accented, read"]["cases"]["rows, not"] == 1
    assert len({constants["threshold"] for constants in kinds.values()}) == 1
    assert set(kinds["accented, read"]["weights"]) == set(NAMES)


def test_a_later_turn_is_a_case_as_it_was_understood(tmp_path: Path, tools: Tools) -> None:
    (tmp_path / "a.txt").write_text("Hòa bình được ký ở Paris năm 1973. Huế mưa lớn suốt tuần qua.", encoding="utf-8")
    asked = Row("t1", "Hòa bình được ký ở đâu?", "a", ("Paris",)), Row("t2", "Khi nào?", "a", ("1973",))
    alone, later = row_cases([Dialogue(asked)], tmp_path, tools)
    assert (alone.origin, later.origin) == ("rows", "turns")
    assert later.right
    assert later.evidence.sentence_overlap > 0
    assert next(row_cases([Dialogue(asked[1:])], tmp_path, tools)).evidence.sentence_overlap == 0


def english() -> list[Dialogue]:
    """A row that English questions are not answered by."""
    return [Dialogue((Row("r4", "What is the price of the bridge?", None, ()),))]
