"""A study in a file: it comes back whole, and a damaged or foreign file is refused in words."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import DATA

import simulation as sim
from simulation.errors import SimulationError, StudyError
from simulation.files import load_plan, load_scenario


@pytest.fixture(scope="module")
def study() -> sim.Study:
    plan = load_plan(DATA / "plan.yaml")
    settings = {"plan.staffing.it.add": [0, 1]}
    return sim.sweep(load_scenario(DATA / "leak.yaml"), plan, settings, replications=3, seed=2)


@pytest.fixture
def saved(study, tmp_path):
    path = tmp_path / "autumn.study"
    study.save(path)
    return path


def test_a_study_comes_back_whole(study, saved) -> None:
    back = sim.Study.load(saved)
    assert back.values.tobytes() == study.values.tobytes()
    assert back.curves.tobytes() == study.curves.tobytes()
    assert repr(back) == repr(study)
    assert back.plain() == study.plain()
    assert [case.inputs for case in back.cases] == [case.inputs for case in study.cases]
    assert back.settings == study.settings
    again = sim.compare(back.cases[1].scenario, back.cases[1].plan, replications=3, seed=2)
    assert again.values[0].tobytes() == study.values[1].tobytes()


def test_the_same_study_gives_the_same_bytes(saved, tmp_path) -> None:
    other = tmp_path / "again.study"
    sim.Study.load(saved).save(other)
    assert other.read_bytes() == saved.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.study", "autumn.study"]


def test_inputs_have_hashes_that_change_with_them(study) -> None:
    kinds = [kind for kind, _, _ in study.inputs]
    assert kinds == ["scenario", "plan", "plan", "organisation"]
    hashes = [sha256 for _, _, sha256 in study.inputs]
    assert len(set(hashes)) == 4
    assert all(len(sha256) == 64 for sha256 in hashes)


def changed(path, member: str, data: bytes):
    """Write a copy of a study file with another content of one member."""
    other = path.with_name("changed.study")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == member else old.read(name))
        if member not in old.namelist():
            new.writestr(member, data)
    return other


def about_with(path, **fields):
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("study.json"))
    return changed(path, "study.json", json.dumps({**about, **fields}).encode())


def test_what_is_no_study_is_refused_in_words(saved, tmp_path) -> None:
    with pytest.raises(StudyError, match="there is no such file"):
        sim.Study.load(tmp_path / "winter.study")
    foreign = tmp_path / "foreign.study"
    foreign.write_bytes(b"plan,cost\nlean,3\n")
    with pytest.raises(StudyError, match=r"foreign.study is no study file"):
        sim.Study.load(foreign)
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(StudyError, match="an archive, but not a study"):
        sim.Study.load(foreign)
    foreign.write_bytes(saved.read_bytes()[:-50])
    with pytest.raises(StudyError, match="damaged"):
        sim.Study.load(foreign)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"format": 99}, "has format 99; expected 1"),
        ({"model": 1}, "was run with model 1"),
        ({"cases": []}, "its figures do not fit its plans"),
        ({"cases": 3}, "is damaged"),
        ({"columns": ["cost"]}, "its figures do not fit its plans"),
        ({"seed": "x"}, "is damaged"),
    ],
)
def test_another_version_or_shape_is_refused(saved, fields, message) -> None:
    with pytest.raises(StudyError, match=message):
        sim.Study.load(about_with(saved, **fields))


def test_a_changed_input_is_refused(saved) -> None:
    with zipfile.ZipFile(saved) as archive:
        inside = next(n for n in archive.namelist() if n.startswith("inputs/"))
        plain = json.loads(archive.read(inside))
    other = changed(saved, inside, json.dumps({**plain, "name": "other"}).encode())
    with pytest.raises(StudyError, match="has been changed since the study was run"):
        sim.Study.load(other)
    broken = changed(saved, inside, json.dumps({**plain, "nonsense": 1}).encode())
    with pytest.raises(StudyError, match="nonsense"):
        sim.Study.load(broken)


def test_objects_are_never_unpickled(saved, tmp_path) -> None:
    place = tmp_path / "objects.npy"
    np.save(place, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(StudyError, match="damaged"):
        sim.Study.load(changed(saved, "values.npy", place.read_bytes()))


def test_a_bomb_is_refused_before_it_is_unpacked(saved, monkeypatch) -> None:
    from simulation.study import study_file

    monkeypatch.setattr(study_file, "MOST_BYTES", 1_000)
    with pytest.raises(StudyError, match="too large"):
        sim.Study.load(saved)


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_a_flipped_byte_is_harmless_or_refused(study, tmp_path_factory, place, flip) -> None:
    path = tmp_path_factory.mktemp("flips") / "flipped.study"
    study.save(path)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= flip
    path.write_bytes(data)
    try:
        back = sim.Study.load(path)
    except SimulationError:
        return
    assert back.values.tobytes() == study.values.tobytes()
    assert back.curves.tobytes() == study.curves.tobytes()
    assert back.plain() == study.plain()
