"""The distributions against closed forms, published tables and numeric integration."""

import dataclasses
import functools
import inspect
import math
import pickle
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from simulation.distributions import (
    Beta,
    Choice,
    Distribution,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Pert,
    Quantiles,
    Triangular,
    Uniform,
    Weibull,
    normal_cdf,
    normal_quantile,
)

EACH: list[Distribution] = [
    Fixed(3.5),
    Uniform(-2, 6),
    Pert(1, 2, 9),
    Pert(0, 0, 1),
    Triangular(1, 2, 9),
    Triangular(0, 1, 1),
    Lognormal(8, 0.75),
    Lognormal.from_range(0.08, 0.17),
    Beta(2, 5),
    Gamma(2.5, 3),
    Weibull(1.12, 214),
    Exponential(24),
    Quantiles((0.1, 0.25, 0.5, 0.75, 0.9), (22, 33, 60, 123, 222)),
    Quantiles((0.0, 1.0), (5, 7)),
    Choice((3, 1, 2), (0.2, 0.5, 0.3)),
]
SMOOTH = [each for each in EACH if not isinstance(each, Fixed | Choice)]


def name_of(value: object) -> str:
    return "closed-form" if inspect.isfunction(value) else repr(value)


@functools.cache
def nodes_and_weights() -> tuple[np.ndarray, np.ndarray]:
    """Return 400 of each; finding them takes a second."""
    return np.polynomial.legendre.leggauss(400)


def mean_by_integration(distribution: Distribution) -> float:
    """Integrate the quantile function with many points near both ends."""
    nodes, weights = nodes_and_weights()
    t = 0.5 * (nodes + 1.0)
    # u = t³(10 − 15t + 6t²) flattens the endless tails, so that the integrand stays bounded.
    u = t**3 * (10.0 - 15.0 * t + 6.0 * t**2)
    du = 30.0 * t**2 * (1.0 - t) ** 2
    return float(np.sum(0.5 * weights * du * distribution.quantile(np.minimum(u, 1.0 - 2**-53))))


@pytest.mark.parametrize("distribution", SMOOTH, ids=name_of)
def test_the_mean_is_the_area_below_the_quantiles(distribution: Distribution) -> None:
    assert mean_by_integration(distribution) == pytest.approx(distribution.mean, rel=2e-4)


@pytest.mark.parametrize("distribution", EACH, ids=name_of)
def test_quantiles_never_fall(distribution: Distribution) -> None:
    values = distribution.quantile(np.linspace(0.0, 1.0, 2_001))
    assert np.all(np.diff(values[:-1]) >= 0.0)
    assert values[-1] >= values[-2]


@pytest.mark.parametrize("distribution", EACH, ids=name_of)
def test_one_and_many_agree_to_the_last_bit(distribution: Distribution) -> None:
    u = np.linspace(0.0005, 0.9995, 1_000)
    many = distribution.quantile(u)
    ones = [distribution.quantile(float(one)) for one in u]
    assert all(type(one) is float for one in ones)
    assert many.tolist() == ones
    assert distribution.quantile(u[::-3]).tolist() == many[::-3].tolist()
    table = u.reshape(10, 100)
    assert np.array_equal(distribution.quantile(table), many.reshape(10, 100))
    assert np.array_equal(distribution.quantile(table.T), many.reshape(10, 100).T)


@pytest.mark.parametrize("distribution", EACH, ids=name_of)
def test_asking_does_not_change_the_question(distribution: Distribution) -> None:
    u = np.linspace(0.1, 0.9, 9)
    before = u.copy()
    distribution.quantile(u)[:] = -1.0
    assert np.array_equal(u, before)
    assert distribution.quantile(0.3) != -1.0


@pytest.mark.parametrize("distribution", EACH, ids=name_of)
def test_the_named_quantiles(distribution: Distribution) -> None:
    named = [distribution.p05, distribution.p50, distribution.p95]
    assert named == [distribution.quantile(u) for u in (0.05, 0.5, 0.95)]
    assert isinstance(distribution, Distribution)


@pytest.mark.parametrize("distribution", EACH, ids=name_of)
def test_a_distribution_is_a_value(distribution: Distribution) -> None:
    again = pickle.loads(pickle.dumps(distribution))
    assert again == distribution
    assert hash(again) == hash(distribution)
    first = dataclasses.fields(distribution)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(distribution, first, 1.0)


CLOSED_FORMS: list[tuple[Distribution, Callable[[float], float]]] = [
    (Uniform(-2, 6), lambda x: (x + 2) / 8),
    (Triangular(1, 2, 9), lambda x: (x - 1) ** 2 / 8 if x < 2 else 1 - (9 - x) ** 2 / 56),
    (Lognormal(8, 0.75), lambda x: 0.5 * math.erfc(-math.log(x / 8) / 0.75 / math.sqrt(2))),
    (Beta(2, 5), lambda x: 1 - (1 - x) ** 6 - 6 * x * (1 - x) ** 5),
    (Pert(0, 1, 2), lambda x: (x / 2) ** 3 * (10 - 15 * (x / 2) + 6 * (x / 2) ** 2)),
    (Pert(1, 3, 9), lambda x: 1 - ((9 - x) / 8) ** 5 - 5 * (x - 1) / 8 * ((9 - x) / 8) ** 4),
    (Gamma(2, 3), lambda x: 1 - math.exp(-x / 3) * (1 + x / 3)),
    (Weibull(1.12, 214), lambda x: 1 - math.exp(-((x / 214) ** 1.12))),
    (Exponential(24), lambda x: 1 - math.exp(-x / 24)),
]


@pytest.mark.parametrize(("distribution", "share_below"), CLOSED_FORMS, ids=name_of)
def test_the_quantile_undoes_the_closed_form(
    distribution: Distribution, share_below: Callable[[float], float]
) -> None:
    for u in (0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.95, 0.999):
        assert share_below(distribution.quantile(u)) == pytest.approx(u, rel=1e-10)


@pytest.mark.parametrize(
    ("distribution", "u", "expected"),
    [
        # Chi-square tables: gamma of half the degrees of freedom, scale 2.
        (Gamma(0.5, 2), 0.95, 3.841),
        (Gamma(5, 2), 0.95, 18.307),
        (Gamma(5, 2), 0.05, 3.940),
        (Gamma(15, 2), 0.99, 50.892),
        # F tables through the beta distribution: F(5, 10) at 95 % is 3.3258.
        (Beta(2.5, 5), 0.95, 5 * 3.3258 / (10 + 5 * 3.3258)),
        # Malware's time to discovery in the model: median 154 d, 90 % 449 d.
        (Weibull(1.12, 214), 0.5, 154),
        (Weibull(1.12, 214), 0.9, 450),
        (Lognormal(960, 1.25), 0.95, 960 * math.exp(1.25 * 1.644854)),
    ],
    ids=name_of,
)
def test_published_tables(distribution: Distribution, u: float, expected: float) -> None:
    assert distribution.quantile(u) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [
        (Fixed(3), 3),
        (Uniform(-2, 6), 2),
        (Pert(1, 2, 9), 3),
        (Triangular(1, 2, 9), 4),
        (Lognormal(1, math.sqrt(2)), math.e),
        (Beta(2, 6), 0.25),
        (Gamma(2.5, 4), 10),
        (Weibull(0.5, 3), 6),
        (Weibull(2, 1), math.sqrt(math.pi) / 2),
        (Exponential(24), 24),
        (Quantiles((0, 0.5, 1), (0, 10, 40)), 15),
        (Quantiles((0.2, 0.6), (10, 20)), 0.2 * 10 + 0.4 * 15 + 0.4 * 20),
        (Quantiles((0.5,), (4,)), 4),
        (Choice((3, 1, 2), (2, 5, 3)), 1.7),
    ],
    ids=name_of,
)
def test_means_in_closed_form(distribution: Distribution, mean: float) -> None:
    assert distribution.mean == pytest.approx(mean, rel=1e-14)


def test_the_mode_of_a_pert_is_the_true_mode() -> None:
    u = np.linspace(0.0005, 0.9995, 20_001)
    values = Pert(1, 2.5, 9).quantile(u)
    density = np.diff(u) / np.diff(values)
    assert values[density.argmax()] == pytest.approx(2.5, abs=0.02)


def test_a_lognormal_from_its_range_has_that_range() -> None:
    fitted = Lognormal.from_range(0.08, 0.17)
    assert fitted.p05 == pytest.approx(0.08, rel=1e-12)
    assert fitted.p95 == pytest.approx(0.17, rel=1e-12)
    assert fitted.median == pytest.approx(math.sqrt(0.08 * 0.17), rel=1e-12)


def test_a_choice_takes_each_value_for_its_share() -> None:
    choice = Choice(values=(3, 1, 2), weights=(2, 5, 3))
    u = (np.arange(1_000) + 0.5) / 1_000
    values, counts = np.unique(choice.quantile(u), return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
        1.0: 500,
        2.0: 300,
        3.0: 200,
    }
    assert [choice.quantile(u) for u in (0.0, 0.5, np.nextafter(0.5, 1), 1.0)] == [1, 1, 2, 3]
    assert Choice(values=(7,), weights=(1,)).quantile(1.0) == 7.0


def test_quantiles_hold_the_outermost_value_outside() -> None:
    table = Quantiles((0.1, 0.5, 0.9), (22, 60, 222))
    assert table.quantile([0.0, 0.1, 0.3, 0.5, 0.9, 1.0]).tolist() == [22, 22, 41, 60, 222, 222]


def test_the_ends_of_each_support() -> None:
    assert [Lognormal(8, 1).quantile(u) for u in (0.0, 1.0)] == [0.0, math.inf]
    assert [Exponential(8).quantile(u) for u in (0.0, 1.0)] == [0.0, math.inf]
    assert [Weibull(2, 8).quantile(u) for u in (0.0, 1.0)] == [0.0, math.inf]
    assert [Pert(1, 2, 9).quantile(u) for u in (0.0, 1.0)] == [1.0, 9.0]
    assert [Triangular(1, 1, 9).quantile(u) for u in (0.0, 1.0)] == [1.0, 9.0]


@pytest.mark.parametrize("u", [-0.1, 1.1, math.nan, [0.5, 2.0]], ids=name_of)
def test_a_share_outside_0_and_1_is_refused(u: float) -> None:
    with pytest.raises(ValueError, match=r"Uniform: quantile of .*; expected 0 <= u <= 1"):
        Uniform(0, 1).quantile(u)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Fixed(math.nan), "Fixed: value is nan; expected a finite number"),
        (lambda: Uniform(3, 2), "Uniform: low 3, high 2; expected low < high"),
        (lambda: Uniform(2, 2), "Uniform: low 2, high 2; expected low < high"),
        (lambda: Uniform(0, math.inf), "Uniform: high is inf; expected a finite number"),
        (
            lambda: Pert(1, 9, 5),
            "Pert: low 1, mode 9, high 5; expected low <= mode <= high and low < high",
        ),
        (
            lambda: Triangular(5, 5, 5),
            "Triangular: low 5, mode 5, high 5; expected low <= mode <= high and low < high",
        ),
        (lambda: Lognormal(0, 1), "Lognormal: median is 0; expected median > 0"),
        (lambda: Lognormal(8, -1), "Lognormal: sigma is -1; expected sigma > 0"),
        (
            lambda: Lognormal.from_range(5, 2),
            "Lognormal: 5 % is 5, 95 % is 2; expected 0 < 5 % < 95 %",
        ),
        (lambda: Beta(0, 1), "Beta: a is 0; expected a > 0"),
        (lambda: Gamma(1, 0), "Gamma: scale is 0; expected scale > 0"),
        (lambda: Weibull(-1, 2), "Weibull: shape is -1; expected shape > 0"),
        (lambda: Exponential(0), "Exponential: mean is 0; expected mean > 0"),
        (
            lambda: Quantiles((0.1, 0.5), (1,)),
            (
                "Quantiles: 2 probabilities, 1 values; "
                "expected as many probabilities as values, at least one"
            ),
        ),
        (
            lambda: Quantiles((0.5, 0.1), (1, 2)),
            "Quantiles: probabilities has 0.1 after 0.5; expected rising probabilities",
        ),
        (
            lambda: Quantiles((0.1, 0.5), (2, 1)),
            "Quantiles: values has 1 after 2; expected rising values",
        ),
        (
            lambda: Quantiles((0.1, 1.5), (1, 2)),
            "Quantiles: probability 1.5; expected probabilities from 0 to 1",
        ),
        (
            lambda: Choice((), ()),
            "Choice: 0 values, 0 weights; expected as many values as weights, at least one",
        ),
        (lambda: Choice((1, 2), (1, 0)), "Choice: weight is 0; expected weight > 0"),
        (lambda: Choice((math.inf,), (1,)), "Choice: values is inf; expected a finite number"),
    ],
)
def test_wrong_parameters_are_refused(make: Callable[[], Distribution], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        make()
    assert str(caught.value) == message


def test_the_normal_distribution_against_its_table() -> None:
    table = {0.5: 0.0, 0.841345: 1.0, 0.95: 1.644854, 0.975: 1.959964, 0.995: 2.575829}
    for u, z in table.items():
        assert normal_quantile(u) == pytest.approx(z, abs=5e-6)
        assert normal_cdf(z) == pytest.approx(u, abs=5e-7)
        assert normal_cdf(-z) == pytest.approx(1 - u, abs=5e-7)
    assert type(normal_quantile(0.3)) is float
    assert type(normal_cdf(0.3)) is float


def test_scipy_stats_stays_shut() -> None:
    source = "import sys, simulation.distributions; print('scipy.stats' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"
