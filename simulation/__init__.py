"""Simulate a leak of customers' data, and play the response with a room of people.

>>> import simulation as sim
>>> one = sim.run(sim.load("breaches/insider-export"), sim.load("plans/lean"), seed=7)
>>> one.outcome.people_affected > 0
True
"""

from simulation.drill import Drill
from simulation.errors import DrillError, InputError, SimulationError
from simulation.files import load
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.outcomes import Outcome
from simulation.risk import risk
from simulation.run import Run, run
from simulation.study import Study, compare, sweep, why

__all__ = [
    "Drill",
    "DrillError",
    "InputError",
    "Organisation",
    "Outcome",
    "Plan",
    "Run",
    "Scenario",
    "SimulationError",
    "Study",
    "__version__",
    "compare",
    "load",
    "risk",
    "run",
    "sweep",
    "why",
]

__version__ = "0.1.0"
