"""A live drill with people, kept in one file: `Drill`, and the values it shows."""

from simulation.drill.branches import (
    Answer,
    BranchComparison,
    BranchView,
    DecisionRow,
    Done,
    OutcomeRow,
)
from simulation.drill.decisive import Decisive
from simulation.drill.evaluating import Observation, Rating
from simulation.drill.forecast import Forecast, WaitingCost
from simulation.drill.live import Drill
from simulation.drill.pace import expect_length, fitting_pace
from simulation.drill.records import Act
from simulation.drill.shelf import DrillEntry, drills
from simulation.drill.view import (
    Bar,
    Conclusions,
    DecisionView,
    DutyView,
    FeedLine,
    InjectView,
    Known,
    MenuEffect,
    NoteView,
    PhaseView,
    Series,
    TeamView,
    Truth,
    View,
)
from simulation.drill.what_if import WhatIf
from simulation.drill.written import Written

__all__ = [
    "Act",
    "Answer",
    "Bar",
    "BranchComparison",
    "BranchView",
    "Conclusions",
    "DecisionRow",
    "DecisionView",
    "Decisive",
    "Done",
    "Drill",
    "DrillEntry",
    "DutyView",
    "FeedLine",
    "Forecast",
    "InjectView",
    "Known",
    "MenuEffect",
    "NoteView",
    "Observation",
    "OutcomeRow",
    "PhaseView",
    "Rating",
    "Series",
    "TeamView",
    "Truth",
    "View",
    "WaitingCost",
    "WhatIf",
    "Written",
    "drills",
    "expect_length",
    "fitting_pace",
]
