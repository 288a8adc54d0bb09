"""A study in a file: a zip archive of its figures and of the whole inputs they follow from.

`study.json` says what it is, `inputs/` holds each input once under its SHA-256, `values.npy` and
`curves.npy` the figures. The same study gives the same bytes, and nothing in a file is executed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from simulation import world
from simulation.errors import InputError, StudyError
from simulation.files.archive import as_json, from_json, opened, write_archive
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.study.curves import CURVES, DAYS
from simulation.study.figures import Floats
from simulation.study.workers import Case, digest, inputs_of, plain_of

FORMAT = 1
ABOUT = "study.json"
TABLES = ("values", "curves")
MOST_BYTES = 2_000_000_000
"""Of a file and of what it unpacks to; 10,000 replications of ten plans are a tenth of it."""
_MODELS: dict[str, type[Scenario | Plan | Organisation]] = {
    "scenario": Scenario,
    "plan": Plan,
    "organisation": Organisation,
}

Models = dict[tuple[str, str], Any]


class Kept(Protocol):
    """What is kept of a study."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """What was tried."""

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns of its figures mean."""


def write(study: Kept, path: Path) -> None:
    """Write a study; what stood under the name before is replaced once the new file is whole."""
    about = {
        "format": FORMAT,
        "model": world.VERSION,
        "days": list(DAYS),
        **{name: getattr(study, name) for name in ("currency", "seed", "asked", "ended")},
        "columns": list(study.columns),
        "cases": [_plain_case(case) for case in study.cases],
    }
    members = {ABOUT: as_json(about)}
    for model in inputs_of(study.cases):
        members[f"inputs/{digest(model)}.json"] = as_json(plain_of(model))
    for name in TABLES:
        data = io.BytesIO()
        np.save(data, getattr(study, name), allow_pickle=False)
        members[f"{name}.npy"] = data.getvalue()
    instead = "Save a study of fewer plans or replications"
    write_archive(path, members, StudyError, most_bytes=MOST_BYTES, instead=instead)


def _plain_case(case: Case) -> dict[str, object]:
    inputs: dict[str, object] = {model.kind: digest(model) for model in case.inputs}
    return {"label": case.label, "setting": [list(one) for one in case.setting], **inputs}


def read(path: Path) -> dict[str, Any]:
    """Return the fields of the study in a file; StudyError says what is wrong with it."""
    with opened(
        path, about=ABOUT, what="study", error=StudyError, most_bytes=MOST_BYTES
    ) as archive:
        return _read(archive, path.name)


def _read(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    about = from_json(archive, ABOUT)
    _check_versions(about, name)
    models: Models = {}
    cases = tuple(_case(case, archive, models, name) for case in about["cases"])
    columns = tuple(map(str, about["columns"]))
    values, curves = (_table(archive, table) for table in TABLES)
    runs = values.shape[-1]
    expected = (len(cases), len(columns), runs), (len(cases), len(CURVES), len(DAYS), runs)
    if (values.shape, curves.shape) != expected or not cases or not runs:
        raise StudyError(f"{name} is damaged: its figures do not fit its plans")
    return {
        "scenario": cases[0].scenario.name,
        "organisation": cases[0].firm.name,
        "currency": str(about["currency"]),
        "seed": int(about["seed"]),
        "cases": cases,
        "columns": columns,
        "values": values,
        "curves": curves,
        "asked": int(about["asked"]),
        "ended": str(about["ended"]),
    }


def _check_versions(about: Mapping[str, Any], name: str) -> None:
    if about.get("format") != FORMAT or about.get("days") != list(DAYS):
        have = about.get("format", "none")
        raise StudyError(f"{name} has format {have}; expected {FORMAT}: run the study again")
    if about.get("model") != world.VERSION:
        have = about.get("model", "none")
        raise StudyError(
            f"{name} was run with model {have}; this is model {world.VERSION}, which gives other "
            "figures: run the study again"
        )


def _case(plain: Mapping[str, Any], archive: zipfile.ZipFile, models: Models, name: str) -> Case:
    scenario, plan, firm = (
        _model(archive, kind, str(plain[kind]), models, name) for kind in _MODELS
    )
    setting = tuple((str(path), value) for path, value in plain["setting"])
    return Case(str(plain["label"]), scenario, plan, firm, setting)


def _model(archive: zipfile.ZipFile, kind: str, sha256: str, models: Models, name: str) -> Any:
    if (kind, sha256) not in models:
        inside = f"inputs/{sha256}.json"
        fields = from_json(archive, inside)
        place = f"{name}: {inside}"
        try:
            model = _MODELS[kind].read(fields, lambda _path, _key: (place, 0, 0))
        except InputError as error:
            raise StudyError(str(error)) from None
        if digest(model) != sha256:
            raise StudyError(f"{name}: a {kind} has been changed since the study was run")
        models[kind, sha256] = model
    return models[kind, sha256]


def _table(archive: zipfile.ZipFile, name: str) -> Floats:
    # Reading to the end checks the archive's checksum too.
    data = io.BytesIO(archive.read(f"{name}.npy"))
    table = np.load(data, allow_pickle=False)
    if table.dtype != np.float64:
        raise ValueError(f"{name} holds {table.dtype}; expected float64")
    table.setflags(write=False)
    return np.asarray(table)
