"""Whether probabilities hold."""

from __future__ import annotations

import numpy as np
import pytest

from eval.reliability import calibration_error, diagram, reliability


def test_the_calibration_error_is_the_mean_gap() -> None:
    import numpy as np

    assert calibration_error(np.array([0.05, 0.05, 0.95, 0.95]), np.array([0, 0, 1, 1])) == pytest.approx(0.05)
    assert calibration_error(np.array([1.0, 1.0]), np.array([0, 0])) == pytest.approx(1.0)


def test_a_reliability_diagram_has_a_step_for_each_tenth_that_holds_any() -> None:
    said, true = np.array([0.05, 0.95, 1.0, 0.97]), np.array([False, True, False, True])
    first, last = reliability(said, true)
    assert (first.count, first.true) == (1, 0.0)
    assert last.count == 3
    assert last.true == pytest.approx(2 / 3)
    assert [line.split()[:3] for line in diagram(said, true)] == [["1", "said", "0.05"], ["3", "said", "0.97"]]


def test_nothing_has_no_error_and_no_steps() -> None:
    assert calibration_error(np.array([]), np.array([])) == 0.0
    assert diagram(np.array([]), np.array([])) == []
