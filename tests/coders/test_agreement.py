"""The measures of agreement against what their authors publish, and what must hold of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coders import agreement

N = None
# Four observers, twelve units (Krippendorff 2011, section C: "nominal data, any number of observers").
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
UNITS = list(zip(*OBSERVERS, strict=True))


def test_alpha_as_published() -> None:
    assert agreement.alpha(UNITS, agreement.nominal) == pytest.approx(0.743, abs=5e-4)
    assert agreement.alpha(UNITS, agreement.interval) == pytest.approx(0.849, abs=5e-4)


def test_kappa_by_hand() -> None:
    """Two coders, fifty units: 20 both yes, 15 both no, 5 and 10 apart. Observed 0.7, expected 0.5."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4)
    assert agreement.percent(pairs) == pytest.approx(0.7)


def test_what_cannot_be_measured() -> None:
    assert agreement.kappa([]) is None
    assert agreement.kappa([("a", "a")] * 5) is None
    assert agreement.percent([]) is None
    assert agreement.percent([("a", None)]) is None
    assert agreement.alpha([("a", None), ("b", None)], agreement.nominal) is None
    assert agreement.alpha([("a", "a")], agreement.nominal) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_they_do_not_depend_on_who_is_first(pairs: list[tuple[str, str]]) -> None:
    turned = [(other, one) for one, other in pairs]
    assert agreement.kappa(pairs) == pytest.approx(agreement.kappa(turned))
    assert agreement.alpha(pairs, agreement.nominal) == pytest.approx(
        agreement.alpha(turned, agreement.nominal)
    )


@given(st.lists(st.sampled_from("abc"), min_size=2))
def test_perfect_agreement_is_one(values: list[str]) -> None:
    pairs = [(value, value) for value in values]
    assert agreement.kappa(pairs) == (pytest.approx(1) if len(set(values)) > 1 else None)
    assert agreement.alpha(pairs, agreement.nominal) == (pytest.approx(1) if len(set(values)) > 1 else None)
