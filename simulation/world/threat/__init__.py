"""How data leave or are harmed, a module for each kind of threat (model, chapter 2)."""

from simulation.world.threat.course import (
    back_on_line,
    begin_threat,
    flag_is_set,
    isolate,
    leak_changes,
    redraw_threat,
    turn,
    visit,
)
from simulation.world.threat.exposure import (
    advance_exposure,
    agreed_factor,
    exposure_rates,
    people_affected,
    records_out,
    release_records,
    told_share,
)
from simulation.world.threat.supplier import supplier_finds, supplier_pays, supplier_told
from simulation.world.threat.systems import charge_downtime, spread
from simulation.world.threat.tampering import sample_wrong
from simulation.world.threat.visits import MOST_VISITS

__all__ = [
    "MOST_VISITS",
    "advance_exposure",
    "agreed_factor",
    "back_on_line",
    "begin_threat",
    "charge_downtime",
    "exposure_rates",
    "flag_is_set",
    "isolate",
    "leak_changes",
    "people_affected",
    "records_out",
    "redraw_threat",
    "release_records",
    "sample_wrong",
    "spread",
    "supplier_finds",
    "supplier_pays",
    "supplier_told",
    "told_share",
    "turn",
    "visit",
]
