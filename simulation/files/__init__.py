"""Files: YAML to models and back, the library, its evidence, and checks.

The room is the one place for the YAML parser; see `tree`.
"""

from simulation.files.catalogue import controls
from simulation.files.checks import Checked, check, claims_of
from simulation.files.documents import (
    Entry,
    dump,
    given,
    load,
    load_organisation,
    load_plan,
    load_scenario,
    loads,
)
from simulation.files.documents import entries as library
from simulation.files.schemas import schemas
from simulation.files.shelf import EvidenceRow, evidence, evidence_row

__all__ = [
    "Checked",
    "Entry",
    "EvidenceRow",
    "check",
    "claims_of",
    "controls",
    "dump",
    "evidence",
    "evidence_row",
    "given",
    "library",
    "load",
    "load_organisation",
    "load_plan",
    "load_scenario",
    "loads",
    "schemas",
]
