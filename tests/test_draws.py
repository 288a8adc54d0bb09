"""The table of uniforms: its exact values, and that nothing else moves them."""

import hashlib
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest

from simulation import draws as draws_module
from simulation.draws import Draws, hash64

MASK = 2**64 - 1
SEED = 20_261_121


def philox(counter: tuple[int, ...], key: tuple[int, int]) -> tuple[int, ...]:
    """Philox 4x64-10 as its authors print it, in plain integers."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        low, high = c0 * 0xD2E7470EE14C6C93, c2 * 0xCA5A826395121157
        c0, c1, c2, c3 = (high >> 64) ^ c1 ^ k0, high & MASK, (low >> 64) ^ c3 ^ k1, low & MASK
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & MASK, (k1 + 0xBB67AE8584CAA73B) & MASK
    return c0, c1, c2, c3


PUBLISHED = [
    # Known answers of the Random123 library, philox4x64 with 10 rounds: counter, key, output.
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
    ),
    (
        (MASK, MASK, MASK, MASK),
        (MASK, MASK),
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        (0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6),
    ),
]


@pytest.mark.parametrize(("counter", "key", "output"), PUBLISHED)
def test_the_generator_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, int], output: tuple[int, ...]
) -> None:
    assert philox(counter, key) == output
    # NumPy steps its counter before it uses it, so it starts from the number before.
    number = sum(word << (64 * place) for place, word in enumerate(counter))
    generator = np.random.Philox(counter=(number - 1) % 2**256, key=np.array(key, dtype=np.uint64))
    assert tuple(generator.random_raw(4).tolist()) == output


def test_a_value_is_what_the_module_says_it_is() -> None:
    name, width, replication, index = "task/isolate/duration", 3, 1_000_003, 2
    digest = hashlib.blake2b(name.encode()).digest()
    place = replication * width + index
    words = philox((place // 4 + 1, 0, 0, 0), (SEED, int.from_bytes(digest[:8], "little")))
    expected = ((words[place % 4] >> 12) + 0.5) / 2**52
    assert Draws(SEED).uniform(name, replication, index, width) == expected


def test_values_never_change_from_release_to_release() -> None:
    assert hash64("channel/client") == 5_607_239_816_479_105_679
    assert Draws(0).block("channel/client", 1, 0, 4).ravel().tolist() == [
        0.7135538823810935,
        0.5356984738707525,
        0.8481838267110512,
        0.8544176095157822,
    ]
    assert Draws(SEED).block("task/restore/duration", 3, 5, 2).tolist() == [
        [0.05683911872799785, 0.38693276853424863, 0.5577793141681983],
        [0.18716453282481094, 0.1703127315978682, 0.17702833220805603],
    ]
    assert Draws(2**64 - 1).uniform("名", 10**9) == 0.07401395923902665


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 7, 64, 200])
def test_any_chunk_equals_any_other(width: int) -> None:
    draws = Draws(SEED)
    whole = draws.block("insider/visit", width, 0, 23)
    for size in (1, 2, 3, 5, 11):
        chunks = [
            draws.block("insider/visit", width, first, min(size, 23 - first))
            for first in range(0, 23, size)
        ]
        assert np.array_equal(np.concatenate(chunks), whole)
    for replication in (0, 9, 22):
        for index in {0, width // 2, width - 1}:
            one = draws.uniform("insider/visit", replication, index, width)
            assert type(one) is float
            assert one == whole[replication, index]


def test_a_far_chunk_meets_a_near_one() -> None:
    draws = Draws(SEED)
    far = 2**62
    assert draws.uniform("a", far + 1, 2, 3) == draws.block("a", 3, far, 2)[1, 2]
    assert draws.block("a", 3, far, 0).shape == (0, 3)


def test_asking_for_another_name_moves_nothing() -> None:
    draws = Draws(SEED)
    alone = draws.block("task/isolate/duration", 3, 0, 10)
    for other in ("task/isolate/again", "task/restore/duration", ""):
        draws.block(other, 3, 0, 7)
    assert np.array_equal(draws.block("task/isolate/duration", 3, 0, 10), alone)


def test_seed_name_and_replication_each_matter() -> None:
    values = [
        Draws(seed).uniform(name, replication)
        for seed in range(10)
        for name in ("a", "b", "a ", "A", "ä")
        for replication in range(10)
    ]
    assert len(set(values)) == len(values)


def test_another_process_draws_the_same() -> None:
    source = (
        "from simulation.draws import Draws\n"
        f"print(Draws({SEED}).block('channel/client', 3, 4, 5).tolist())"
    )
    said = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(Draws(SEED).block("channel/client", 3, 4, 5).tolist())
    copied = pickle.loads(pickle.dumps(Draws(SEED)))
    assert copied.uniform("a", 1) == Draws(SEED).uniform("a", 1)


def test_no_global_generator_is_touched() -> None:
    # The global generator is what this test is about, hence the noqa.
    np.random.seed(1)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    Draws(SEED).block("a", 3, 0, 100)
    assert np.random.random() == expected  # noqa: NPY002


def test_the_ends_0_and_1_are_never_reached() -> None:
    ends = draws_module._uniform(np.array([0, MASK], dtype=np.uint64))
    assert ends.tolist() == [2.0**-53, 1.0 - 2.0**-53]


def chi_square(counts: np.ndarray) -> float:
    expected = counts.sum() / counts.size
    return float(((counts - expected) ** 2).sum() / expected)


@pytest.mark.parametrize("name", ["task/isolate/duration", "channel/client", "media/picks_up"])
def test_draws_are_uniform(name: str) -> None:
    values = np.sort(Draws(SEED).block(name, 3, 0, 40_000).ravel())
    counts = np.histogram(values, bins=100, range=(0.0, 1.0))[0]
    # 99 degrees of freedom: 0.01 % lie above 161 and 0.01 % below 54.
    assert 54 < chi_square(counts) < 161
    steps = np.arange(1, values.size + 1) / values.size
    kolmogorov_smirnov = max(np.max(steps - values), np.max(values - steps + 1 / values.size))
    assert kolmogorov_smirnov * math.sqrt(values.size) < 2.2  # passed by 1 in 8,000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("task/restore/duration#1", "task/restore/duration#2"),
        ("channel/client", "channel/clienu"),
        ("a", "b"),
    ],
)
def test_neighbouring_names_know_nothing_of_each_other(one: str, other: str) -> None:
    count = 100_000
    first = Draws(SEED).block(one, 1, 0, count).ravel()
    second = Draws(SEED).block(other, 1, 0, count).ravel()
    limit = 4.0 / math.sqrt(count)
    assert abs(np.corrcoef(first, second)[0, 1]) < limit
    assert abs(np.corrcoef(first[1:], second[:-1])[0, 1]) < limit
    pairs = np.histogram2d(first, second, bins=10, range=((0, 1), (0, 1)))[0]
    assert 54 < chi_square(pairs) < 161


def test_neighbouring_seeds_replications_and_indices_know_nothing_of_each_other() -> None:
    count = 100_000
    table = Draws(SEED).block("a", 2, 0, count)
    next_seed = Draws(SEED + 1).block("a", 2, 0, count)
    limit = 4.0 / math.sqrt(count)
    assert abs(np.corrcoef(table[:, 0], table[:, 1])[0, 1]) < limit
    assert abs(np.corrcoef(table[1:, 0], table[:-1, 0])[0, 1]) < limit
    assert abs(np.corrcoef(table[:, 0], next_seed[:, 0])[0, 1]) < limit


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match=rf"seed is {seed}; expected 0 <= seed < 2\*\*64"):
        Draws(seed)


@pytest.mark.parametrize("seed", [1.5, "7", None])
def test_a_seed_that_is_no_whole_number_is_refused(seed: int) -> None:
    with pytest.raises(TypeError):
        Draws(seed)


def test_the_seed_is_always_visible() -> None:
    assert repr(Draws(seed=7)) == "Draws(seed=7)"
    assert Draws(7).seed == 7


@pytest.mark.parametrize(("width", "first", "count"), [(0, 0, 1), (1, -1, 1), (1, 0, -1)])
def test_an_impossible_block_is_refused(width: int, first: int, count: int) -> None:
    with pytest.raises(ValueError, match=r"draws of “a”: width .*; expected width >= 1"):
        Draws(SEED).block("a", width, first, count)


@pytest.mark.parametrize("index", [-1, 3])
def test_an_index_outside_the_width_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match=rf"index {index}; expected 0 <= index < 3"):
        Draws(SEED).uniform("a", 0, index, width=3)
