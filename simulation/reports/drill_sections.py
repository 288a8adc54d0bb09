"""The parts of an after-action report that say what happened in a drill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulation import charts
from simulation.drill import DecisionView, DutyView, FeedLine, InjectView, NoteView, Observation
from simulation.drill.course import PLANS_ANSWER, history_of
from simulation.drill.view import Sample
from simulation.drill.viewing import sample
from simulation.reports.blocks import Cell, Link, Picture, Row, Section, Words, section, table
from simulation.reports.findings import open_for
from simulation.reports.material import HOUR, Material, named
from simulation.speaking import LANGUAGES
from simulation.text import both, lasting, told
from simulation.units import show_money, show_share

MAIN_EVENTS = frozenset(
    (
        *("channel.fire", "flag.set", "estimate", "told", "records.out"),
        *("decision.raise", "decision.answer", "inject.release", "inject.hold", "inject.back"),
        *("inject.skip", "inject.edit", "obligation.start", "obligation.met", "obligation.late"),
        *("obligation.stop", "staff.heads", "staff.shift", "staff.call", "staff.arrive"),
        *("staff.lent", "news", "media", "case", "system.off", "system.on", "mend"),
        *("alarm.false", "task.end", "task.again", "task.cancel"),
        *("system.reached", "evidence.lost", "ransom.note", "supplier.finds", "device.opened"),
        *("records.repaired", "breach.again"),
        *("survey", "care", "notices.fake", "statement.untrue"),
        *("notices.returned", "notices.public", "supplier.told", "partners.cut_off"),
    )
)
"""Kinds of events that the timeline holds; the others are in the drill file."""
SAID_TWICE = "flag/first_sign"
"""It is set when the first channel fires, which has a line of its own."""
MOST_EVENTS = 400
AFTER_AWARE_H = (24, 72, 168)


def chart(m: Material, name: str) -> Picture:
    """Return a chart of a drill with its words."""
    return Picture(
        getattr(charts, name)(m.story),
        both({one: charts.alt(m.story, name, language=one) for one in LANGUAGES}),
    )


def objectives(m: Material) -> Section:
    """Return what was to be practised, by which injects, and a place for its rating."""
    titles: dict[str, list[str]] = {}
    for inject in m.view.injects:
        if inject.state == "released":
            for objective in inject.objectives:
                titles.setdefault(objective, []).append(both(inject.title))
    practised = {one.id: "; ".join(titles.get(one.id, ["–"])) for one in m.scenario.objectives}
    if not m.ratings:
        rows = [(both(one.text), practised[one.id]) for one in m.scenario.objectives]
        return section(
            "report/objectives",
            table("objective practised", rows),
            Words(told("report/unrated"), "soft"),
        )
    return section(
        "report/objectives",
        table("objective practised rating who remark", _ratings(m, practised)),
        Words(told("report/ratings"), "soft"),
    )


def _ratings(m: Material, practised: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each rating, and one for each objective that has none."""
    for one in m.scenario.objectives:
        what = (both(one.text), practised[one.id])
        given = [rating for rating in m.ratings if rating.objective == one.id]
        for rating in given:
            why = marked(rating.why, undone=rating.undone)
            yield *what, f"{rating.rating}: {named(f'rating/{rating.rating}')}", rating.by, why
        if not given:
            yield *what, named("report/not_rated"), "", ""


def expected(m: Material) -> Section:
    """Return what a prepared room would have done, with a place for whether it was seen."""
    return section(
        "report/expected",
        table("inject expected role within seen", _expected_rows(m)),
    )


def _expected_rows(m: Material) -> Iterator[tuple[Cell, ...]]:
    for inject in m.view.injects:
        if inject.released_s is None:
            continue
        link = m.link(both(inject.title), "inject.release", f"inject/{inject.name}")
        for text, by, within_h in inject.expected:
            within = both(lasting(round(within_h * HOUR))) if within_h is not None else "–"
            yield link, both(text), named(f"role/{by}"), within, ""


def timeline(m: Material) -> Section:
    """Return acts, notes and main events in order, each with an anchor."""
    lines = [*_event_lines(m), *_note_lines(m), *_observation_lines(m)]
    lines.sort(key=lambda line: line[0])
    left = len(lines) - MOST_EVENTS
    return section(
        "report/timeline",
        table("drill_clock what who", (row for _, row in lines[:MOST_EVENTS])),
        Words(told("report/cut", count=f"{left:,}"), "soft") if left > 0 else None,
    )


Placed = tuple[tuple[int, int], Row]


def _event_lines(m: Material) -> Iterator[Placed]:
    """Give the main events, and who moved them where a person did."""
    for line in m.view.feed:
        if not _is_main(m, line):
            continue
        subject = m.log[line.number].subject
        act = m.acts_on.get((line.time_s, subject))
        who = str(act.arguments.get("by", "")) if act and line.by_room else ""
        cells = (m.day_and_hour(line.time_s), both(line.text), who)
        yield (line.time_s, line.number), Row(cells, f"event-{line.number}")


def _note_lines(m: Material) -> Iterator[Placed]:
    for number, note in enumerate(m.view.notes):
        text = marked(f"“{note.text}”", undone=note.undone)
        yield (
            (note.time_s, len(m.log)),
            Row((m.day_and_hour(note.time_s), text, note.by), f"note-{number}"),
        )


def _observation_lines(m: Material) -> Iterator[Placed]:
    for number, seen in enumerate(m.observations):
        words = told("report/observed", text=f"“{seen.text}”")
        cells = (m.day_and_hour(seen.time_s), marked(words, undone=seen.undone), seen.by)
        yield (seen.time_s, len(m.log)), Row(cells, f"observation-{number}")


def decisions(m: Material) -> Section:
    """Return every decision that came before the room."""
    raised = [d for d in m.view.decisions if d.raised_s is not None]
    raised.sort(key=lambda d: (d.raised_s or 0, d.name))
    made = table("question options chosen who reason took", (_decision(m, d) for d in raised))
    return section("report/decisions", made or Words(told("report/no_decision")))


def _decision(m: Material, d: DecisionView) -> Row:
    labels = dict(d.options)
    chosen: Cell = told("report/open")
    if d.answer is not None:
        label = labels[d.answer]
        words = told("report/default", option=label) if d.by_default else both(label)
        chosen = m.link(words, "decision.answer", f"decision/{d.name}")
    options = " / ".join(map(both, labels.values()))
    who = d.by or named(f"role/{d.owner}")
    took = open_for(d, m.view.now_s)
    return Row((both(d.question), options, chosen, who, d.reason, took), f"decision-{d.name}")


def known_and_true(m: Material) -> Section:
    """Return what was known over time beside what was true, once that may be told."""
    columns = "moment when known told true held" if m.over else "moment when known told"
    return section(
        "report/known" if m.over else "report/known_alone",
        table(columns, _known_rows(m), figures=(2, 3, 4)),
        Words(_range_held(m)) if m.over else None,
        chart(m, "exposure"),
    )


def _known_rows(m: Material) -> Iterator[tuple[str, ...]]:
    moments = _moments(m)
    for (title, time_s), at in zip(moments, _samples(m, moments), strict=True):
        low, high = at.people_low, at.people_high
        known = f"{at.people:,.0f} ({low:,.0f}–{high:,.0f})" if high else "–"
        row = (title, m.when(time_s), known, f"{at.people_told:,.0f}")
        if not m.over:
            yield row
            continue
        inside = named("report/yes" if low <= at.people_true <= high else "report/no")
        yield (*row, f"{at.people_true:,.0f}", inside if high else "–")


def _samples(m: Material, moments: list[tuple[str, int]]) -> list[Sample]:
    """Return what held just after each moment: the curves know it by the hour only.

    The drill is played again as it was, once, and looked at on the way.
    """
    player, found = history_of(m.record).trunk((0, 0), keep_log=False), []
    for _, time_s in moments:
        player.play((time_s, PLANS_ANSWER))
        found.append(sample(player.engine))
    return found


def _moments(m: Material) -> list[tuple[str, int]]:
    """Return the moments worth comparing: the great ones, some days after awareness, and now."""
    o, now_s = m.outcome, m.view.now_s
    hours = {
        "moment/first_sign": o.first_sign_h,
        "moment/contained": o.contained_h,
        "moment/aware": o.aware_h,
        "moment/first_notice": o.clients_told_h,
    }
    found = [(named(key), round(h * HOUR)) for key, h in hours.items() if h is not None]
    if o.aware_h is not None:
        aware_s = round(o.aware_h * HOUR)
        after = [(lasting(h * HOUR), aware_s + h * HOUR) for h in AFTER_AWARE_H]
        found += [(told("report/after_aware", time=time), at) for time, at in after if at < now_s]
    end = "report/at_end" if m.over else "report/at_now"
    return sorted([*found, (named(end), now_s)], key=lambda moment: moment[1])


def _range_held(m: Material) -> str:
    series = m.story.series
    bounds = zip(series.people_low, series.people_true, series.people_high, strict=True)
    inside = [low <= true <= high for low, true, high in bounds if high]
    return told("report/range_held", held=f"{sum(inside):,}", hours=f"{len(inside):,}")


def clocks(m: Material) -> Section:
    """Return every legal clock: when it began, fell due, was met, and how late."""
    rows = [_clock(m, duty) for duty in m.view.duties]
    made = table("duty recipient began due met state", rows)
    return section("report/clocks", made or Words(told("law/none")))


def _clock(m: Material, duty: DutyView) -> tuple[Cell, ...]:
    subject = f"obligation/{duty.name}"
    if duty.met_s is None:
        late_s = max(0, m.view.now_s - duty.due_s)
        state = "law/missed" if duty.late else "law/open"
    else:
        late_s = max(0, duty.met_s - duty.due_s)
        state = "law/met_late" if duty.late else "law/met"
    words = named(state) + (f", + {both(lasting(late_s))}" if duty.late else "")
    if not duty.verified:
        words += f" ({told('law/unverified')})"
    return (
        both(duty.title),
        named(f"recipient/{duty.recipient}"),
        m.link(m.when(duty.from_s), "obligation.start", subject),
        m.when(duty.due_s),
        "–" if duty.met_s is None else m.link(m.when(duty.met_s), "obligation.met", subject),
        m.link(words, "obligation.late", subject) if duty.late else words,
    )


def costs(m: Material) -> Section:
    """Return what it cost by FAIR's forms of loss, with its chart."""
    o = m.outcome
    rows = [
        (named(f"form/{form}"), show_money(amount, o.currency), show_share(amount / o.cost))
        for form, amount in sorted(o.cost_by_form.items(), key=lambda pair: -pair[1])
        if amount > 0.0 and o.cost > 0.0
    ]
    return section(
        "report/cost", table("form amount share", rows, figures=(1, 2)), chart(m, "cost")
    )


def staff(m: Material) -> Section:
    """Return changes of people, who worked on what, and what waited for whom."""
    return section(
        "report/staff",
        table("when change who", _staff_changes(m)),
        table("task team waited", _waits(m), figures=(2,)),
        chart(m, "gantt"),
    )


def _staff_changes(m: Material) -> Iterator[tuple[Cell, ...]]:
    for line in m.view.feed:
        if line.kind.startswith("staff."):
            act = m.acts_on.get((line.time_s, m.log[line.number].subject))
            who = str(act.arguments.get("by", "")) if act and line.by_room else ""
            yield Link(m.when(line.time_s), f"event-{line.number}"), both(line.text), who


def _waits(m: Material) -> Iterator[tuple[str, ...]]:
    for wait in sorted(m.outcome.waits, key=lambda one: -one.waited_h):
        if wait.waited_h > 0.0:
            waited = both(lasting(round(wait.waited_h * HOUR)))
            yield both(m.task(wait.task)), both(m.team(wait.team)), waited


def injects(m: Material) -> Section:
    """Return what became of each inject of the deck."""
    rows = [_inject(m, inject) for inject in m.view.injects]
    return section("report/injects", table("inject role state history", rows))


_HISTORY = ("inject.hold", "inject.back", "inject.edit", "inject.skip")


def _inject(m: Material, inject: InjectView) -> tuple[Cell, ...]:
    subject = f"inject/{inject.name}"
    told = Counter(kind for kind in _HISTORY for _ in m.events.get((kind, subject), ()))
    words = [named(f"history/{kind.removeprefix('inject.')}") for kind in told]
    if inject.from_length_min > m.record.length_min:
        words.insert(0, named("history/spare"))
    if inject.name not in m.scenario.injects:
        words.append(named("report/improvised"))
    elif inject.released_s is not None and (inject.released_s, subject) in m.acts_on:
        words.append(named("report/released_hand"))
    state: Cell = named(f"state/{inject.state}")
    if inject.released_s is not None:
        state = m.link(m.when(inject.released_s), "inject.release", subject)
    to = ", ".join(named(f"role/{role}") for role in inject.to)
    return both(inject.title), to, state, ", ".join(words)


def notes(m: Material) -> Section | None:
    """Return what people wrote down, if they did."""
    made = table(
        "when what who", (_note(m, number, note) for number, note in enumerate(m.view.notes))
    )
    return section("report/notes", made) if made else None


def _note(m: Material, number: int, note: NoteView) -> tuple[Cell, ...]:
    text = marked(note.text, undone=note.undone)
    return Link(m.when(note.time_s), f"note-{number}"), text, note.by


def observations(m: Material) -> Section | None:
    """Return what evaluators saw, each with the event it follows, if they wrote anything down."""
    objectives = {one.id: both(one.text) for one in m.scenario.objectives}
    made = table(
        "when observation finding objective event who",
        (_observation(m, number, seen, objectives) for number, seen in enumerate(m.observations)),
    )
    return section("report/observations", made) if made else None


def _observation(
    m: Material, number: int, seen: Observation, objectives: dict[str, str]
) -> tuple[Cell, ...]:
    return (
        Link(m.when(seen.time_s), f"observation-{number}"),
        marked(seen.text, undone=seen.undone),
        named(f"finding/{seen.finding}") if seen.finding else "",
        objectives.get(seen.objective, ""),
        "–" if seen.undone else _event_before(m, seen.event),
        seen.by,
    )


def _event_before(m: Material, number: int) -> Cell:
    """Return the main event that an observation follows, as a link to its line."""
    main = [line for line in m.view.feed if line.number <= number and _is_main(m, line)]
    return Link(both(main[-1].text), f"event-{main[-1].number}") if main else "–"


def _is_main(m: Material, line: FeedLine) -> bool:
    return line.kind in MAIN_EVENTS and m.log[line.number].subject != SAID_TWICE


def marked(text: str, *, undone: bool) -> str:
    """Return what somebody wrote, and that the future it was written in was undone."""
    return f"{text} ({told('report/undone_future')})".strip() if undone else text
