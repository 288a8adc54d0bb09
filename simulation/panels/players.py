"""What players may see of a view, for a screen that the whole room looks at."""

from __future__ import annotations

from dataclasses import replace

from simulation.drill import View


def for_players(view: View) -> View:
    """Return a view without what is true, to come, expected, hinted or advised.

    >>> import tempfile
    >>> from simulation.drill import Drill
    >>> from simulation.files import load
    >>> file = tempfile.mkdtemp() + "/friday.drill"
    >>> drill = Drill.start(load("breaches/insider-export"), load("plans/lean"), file, seed=7)
    >>> view = drill.view(truth=True)
    >>> len(for_players(view).injects) < len(view.injects), for_players(view).truth
    (True, None)
    >>> drill.close()
    """
    released = [inject for inject in view.injects if inject.released_s is not None]
    before_the_room = [d for d in view.decisions if d.raised_s is not None and d.answer is None]
    return replace(
        view,
        truth=None,
        injects=tuple(replace(i, expected=(), hint=None, objectives=()) for i in released),
        decisions=tuple(replace(d, default="", advice=None) for d in before_the_room),
        # What observers write about people is not for these people to read on a wall.
        notes=(),
    )
