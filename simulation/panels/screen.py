"""A screen in a notebook, moved by one loop, whatever it shows.

Every callback of a widget only posts an act, because some run in another thread; the loop alone
touches widgets and what is behind them. Without a running loop (in a plain test) `handle_all`
does it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Hashable, Iterable
from typing import TypeVar

import ipywidgets as widgets
from IPython.core.getipython import get_ipython

from simulation.errors import SimulationError
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import Plan
from simulation.inputs.scenario import Scenario
from simulation.panels.markup import element, page, show
from simulation.panels.parts import Act, both_ways
from simulation.study.workers import digest

REST_S = 1.0
BEAT_S = 1.5
MADE_S = 2.0
"""How long a browser is given to make what it was sent, before any of it is freed."""
WARNING = "⚠"

_OPEN: dict[Hashable, Screen] = {}
"""Screens of this kernel by what they are about, so that a cell run again takes over."""
_MADE_IN: dict[Hashable, tuple[str, str]] = {}
"""The cell that made each of them, and which run of that cell it was."""


class Screen(widgets.VBox):  # type: ignore[misc]  # ipywidgets has no hints
    """A panel with a status line, a queue of acts, and the loop that does them.

    >>> screen = Screen()
    >>> screen.post(lambda: "done")
    >>> screen.handle_all()
    >>> "done" in screen.status.value
    True
    """

    def __init__(self) -> None:
        super().__init__(_dom_classes=("drill-console",))
        self.stopped = False
        self.status = page("drill-status")
        self._queue: deque[Act] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beaten_s = float("-inf")
        self._said: list[str] = []
        self._at_work: int | None = None

    # -- what a screen says for itself -----------------------------------------------------

    def pause_s(self) -> float:
        """Return after how long the loop looks again when nothing is posted."""
        return REST_S

    def tick(self) -> str | None:
        """Do what is due because time has passed; the text it returns is said."""
        return None

    def refresh(self) -> None:
        """Bring the widgets up to date."""

    # -- the owner's loop ------------------------------------------------------------------

    def post(self, act: Act) -> None:
        """Queue an act, from whatever thread; the owner's loop does it."""
        if self._loop is None:
            self._queue.append(act)
            return
        # The kernel may be closing its loop while another thread still has something to say.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._take, act)

    def changed(self, act: Act) -> None:
        """Queue an act because a widget changed, unless it was the loop that changed it."""
        if threading.get_ident() != self._at_work:
            self.post(act)

    def gone(self) -> bool:
        """Say whether the kernel's loop has ended; without one, in a plain test, it never does."""
        return self._loop is not None and not self._loop.is_running()

    def _take(self, act: Act) -> None:
        self._queue.append(act)
        self._woken.set()

    def start(self) -> None:
        """Start the loop, where one can run; the cell that shows the screen owns it."""
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._woken = asyncio.Event()
        self._task = self._loop.create_task(self._main())

    async def _main(self) -> None:
        while not self.stopped:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self.pause_s())
            self._woken.clear()
            if not self.stopped:
                self.handle_all()

    def handle_all(self) -> None:
        """Do everything that was posted, let time pass, and show it; never raises."""
        self._at_work = threading.get_ident()
        while self._queue:
            self._guard(self._queue.popleft())
        self._guard(self.tick)
        self._guard(self.refresh)
        self._speak()
        self._at_work = None

    def _guard(self, act: Act) -> None:
        try:
            said = act()
        except Exception as error:  # noqa: BLE001, the loop must live on and show what went wrong
            self._said.append(explained(error))
        else:
            if said:
                self._said.append(said)

    def stop(self) -> None:
        """End the loop; the widgets stay as they are."""
        self.stopped = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)
        for key in [key for key, screen in _OPEN.items() if screen is self]:
            del _OPEN[key]
            _MADE_IN.pop(key, None)

    # -- showing ---------------------------------------------------------------------------

    def beat(self) -> None:
        """Show that the kernel lives: a style sheet greys the screen some time after the last."""
        now_s = time.monotonic()
        if self._loop is not None and now_s - self._beaten_s >= BEAT_S:
            self._beaten_s = now_s
            odd, even = "drill-beat-odd", "drill-beat-even"
            beat = odd if even in self._dom_classes else even
            # In one message, so that there is no moment between two beats.
            with self.hold_sync():
                self.remove_class(odd).remove_class(even).add_class(beat)

    def _speak(self) -> None:
        """Put what was said in this turn into the status line, where a screen reader hears it."""
        if self._said:
            words = " ／ ".join(dict.fromkeys(self._said))
            fault = "drill-fault" if WARNING in words else ""
            line = element("span", words, classes=fault, title=words)
            show(self.status, element("div", line, role="status", aria_live="polite"))
            self._said = []


def explained(error: Exception) -> str:
    """Return an error as a warning for people; one that is neither ours nor the disk's is a fault.

    >>> explained(SimulationError("no room"))
    '⚠ no room'
    """
    if isinstance(error, SimulationError):
        return f"{WARNING} {error}"
    if isinstance(error, OSError):
        # Such as a disk that is full, or a folder that may not be written to.
        return f"{WARNING} {error.filename or ''}: {error.strerror or error}"
    problem = f"{type(error).__name__}: {error}"
    return f"{WARNING} {both_ways('said/fault', problem=problem)}"


Kind = TypeVar("Kind", bound=Screen)


def key_of(kind: str, inputs: Iterable[Scenario | Plan | Organisation]) -> Hashable:
    """Return the key of a screen on some inputs: the same contents, the same key.

    >>> from simulation.files import load
    >>> plan = load("plans/lean")
    >>> other = plan.change({"staffing.it.add": 3})
    >>> key_of("explore", [plan]) == key_of("explore", [other])
    False
    """
    return (kind, *map(digest, inputs))


def opened(key: Hashable) -> Screen | None:
    """Return the screen of this kernel that is open on a matter, if one is.

    >>> opened("nothing") is None
    True
    """
    return _OPEN.get(key)


def take_over(key: Hashable, made: Kind) -> Kind:
    """Start a screen in place of the one before it on the same matter, which is freed.

    >>> first = take_over("the same", Screen())
    >>> second = take_over("the same", Screen())
    >>> first.stopped, second.stopped
    (True, False)
    >>> second.stop()
    """
    here = running_cell()
    # What a cell showed is gone from the notebook once it runs again, whatever it is about then.
    gone = [
        about
        for about, where in _MADE_IN.items()
        if here is not None and where[0] == here[0] and where[1] != here[1]
    ]
    for about in dict.fromkeys((key, *gone)):
        before = _OPEN.get(about)
        if before is not None:
            before.stop()
            _free(before)
    _OPEN[key] = made
    if here is not None:
        _MADE_IN[key] = here
    made.start()
    return made


def running_cell() -> tuple[str, str] | None:
    """Return which cell of a notebook runs, and the name of this run of it, where one does."""
    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return None
    asked = shell.get_parent()
    cell = asked.get("metadata", {}).get("cellId")
    return (cell, asked["header"]["msg_id"]) if cell else None


def _free(screen: Screen) -> None:
    """Close a screen, once the browser has made what it was sent last.

    A part that is closed while the browser still makes its whole is missed there.
    """
    try:
        asyncio.get_running_loop().call_later(MADE_S, _close, screen)
    except RuntimeError:  # in a plain test there is no browser
        _close(screen)


def _close(widget: widgets.Widget) -> None:
    """Free a widget and all that is in it, here and in the browser."""
    for child in getattr(widget, "children", ()):
        _close(child)
    for part in ("layout", "style"):
        if hasattr(widget, part):
            getattr(widget, part).close()
    widget.close()
