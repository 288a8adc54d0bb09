"""A live drill with people, kept in one file: `Drill`, and the values it shows."""

from simulation.drill.decisive import Decisive
from simulation.drill.drill_file import Act
from simulation.drill.forecast import Forecast, WaitingCost
from simulation.drill.session import Drill
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

__all__ = [
    "Act",
    "Bar",
    "Conclusions",
    "DecisionView",
    "Decisive",
    "Drill",
    "DutyView",
    "FeedLine",
    "Forecast",
    "InjectView",
    "Known",
    "MenuEffect",
    "NoteView",
    "PhaseView",
    "Series",
    "TeamView",
    "Truth",
    "View",
    "WaitingCost",
    "WhatIf",
]
