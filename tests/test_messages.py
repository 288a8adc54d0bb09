"""What the screen says: every message is used, and none is missing."""

import re
from pathlib import Path
from typing import get_args

from simulation.inputs.control import Cause
from simulation.inputs.effects import Channel, Effect
from simulation.messages import MESSAGES
from simulation.text import CATALOGUE
from simulation.world.layout import AUDIENCES, MOMENTS

PACKAGE = Path(__file__).parent.parent / "simulation"
ROOMS = ("charts/*", "panels/*", "reports/*", "drill/*", "library/*")
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    # What `why` says in study stands in `sentences`, beside its own tests.
    for files in (
        "charts/*",
        "panels/*",
        "reports/*",
        "drill/*",
        "library/*",
        "study/wording",
        "study/comparing",
    )
    for path in PACKAGE.glob(f"{files}.py")
)
# Families that are looked up by a name of the model: their keys are put together.
FAMILIES = (
    "caution",
    "cause/",
    "about/",
    "as_written/",
    "difficulty/",
    "preview/",
    "way/",
    "channel",
    "column/",
    "compare/",
    "conclude/",
    "curve",
    "effect",
    "explore/",
    "figure",
    "finding/",
    "form/",
    "grade/",
    "history/",
    "inputs/",
    "kind",
    "measure",
    "mechanism",
    "mode",
    "language/",
    "rating/",
    "recipient",
    "result",
    "risk/",
    "role",
    "screen/",
    "severity",
    "mark/",
    "sign/",
    "source/",
    "staff/",
    "standing/",
    "state",
    "story",
    "tab",
    "travel/",
    "unit",
    "verdict",
    "what_if/",
    "which",
)


def keys_in_source() -> set[str]:
    rooms = "|".join(sorted({key.partition("/")[0] for key in MESSAGES}))
    return set(re.findall(rf"[\"']((?:{rooms})/[a-z_ -]+)[\"']", SOURCE))


def test_every_message_is_said_somewhere():
    said = keys_in_source()
    assert [k for k in MESSAGES if k not in said and not k.startswith(FAMILIES)] == []


def test_every_message_that_is_said_exists():
    assert keys_in_source() - MESSAGES.keys() == set()


def effect_models() -> list[type]:
    union, _ = get_args(Effect)
    return list(get_args(union))


def test_families_hold_every_name_of_the_model():
    from simulation.panels.inject_form import ROLES
    from simulation.world.grades import GRADES
    from simulation.world.severity import LEVELS

    assert {f"cause/{name}" for name in get_args(Cause)} <= MESSAGES.keys()
    assert {f"grade/{name}" for name in GRADES} <= MESSAGES.keys()
    assert {f"channel/{name}" for name in get_args(Channel)} <= MESSAGES.keys()
    kinds = [get_args(kind.model_fields["effect"].annotation)[0] for kind in effect_models()]
    assert {f"effect/{name}" for name in kinds} <= MESSAGES.keys()
    assert {f"recipient/{name}" for name in AUDIENCES} <= MESSAGES.keys()
    assert {f"role/{name}" for name in ROLES} <= MESSAGES.keys()
    assert {f"severity/{name}" for name in (*(n for _, n in LEVELS), "very high")} <= (
        MESSAGES.keys()
    )


def test_every_moment_of_the_world_has_a_title_in_both_languages():
    for name in MOMENTS:
        title = CATALOGUE[f"moment/{name}"]
        assert name not in title["zh"]
        assert "_" not in title["en"]
