"""A live drill with people, kept in one file: `Drill`, and the values it shows."""

from simulation.drill.drill_file import Act
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

__all__ = [
    "Act",
    "Bar",
    "Conclusions",
    "DecisionView",
    "Drill",
    "DutyView",
    "FeedLine",
    "InjectView",
    "Known",
    "MenuEffect",
    "NoteView",
    "PhaseView",
    "Series",
    "TeamView",
    "Truth",
    "View",
]
