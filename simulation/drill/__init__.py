"""A live drill with people, kept in one file: `Drill`, and the values it shows."""

from simulation.drill.session import Drill
from simulation.drill.view import (
    Bar,
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
    "Bar",
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
