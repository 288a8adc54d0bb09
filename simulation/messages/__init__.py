"""What the screens and reports say, in English and Chinese: data of the catalogue in `text`."""

from simulation.messages.as_written import AS_WRITTEN
from simulation.messages.browsing import BROWSING
from simulation.messages.comparison import COMPARISON
from simulation.messages.exploring import EXPLORING
from simulation.messages.legal import LEGAL
from simulation.messages.looking import LOOKING
from simulation.messages.mechanisms import MECHANISMS
from simulation.messages.reports import REPORTS
from simulation.messages.risk import RISK
from simulation.messages.screens import SCREENS
from simulation.messages.staffing import STAFFING
from simulation.messages.travelling import TRAVELLING

MESSAGES: dict[str, tuple[str, str]] = {
    **SCREENS,
    **AS_WRITTEN,
    **BROWSING,
    **COMPARISON,
    **EXPLORING,
    **LEGAL,
    **LOOKING,
    **MECHANISMS,
    **REPORTS,
    **RISK,
    **STAFFING,
    **TRAVELLING,
}
"""Every message of the screens: its key, and its English and Chinese form."""

__all__ = ["MESSAGES"]
