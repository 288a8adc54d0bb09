"""People and tasks: who does what when (model, chapter 4).

One person does one thing at a time; `starting` says which waiting task starts first.
"""

from __future__ import annotations

from simulation.world import morale, queues
from simulation.world.conditions import holds
from simulation.world.facts import FACT
from simulation.world.knowledge import people_on_list
from simulation.world.layout import (
    A_AFFECTED,
    E_ARRIVAL,
    E_GRID,
    E_TASK,
    HOUR,
    NEVER,
    T_DONE,
    T_IDLE,
    T_RESTING,
    T_RUNNING,
    T_SKIPPED,
    T_WAITING,
    State,
    Tables,
    draw,
    note,
    schedule,
)
from simulation.world.money import OUTSIDE, WAGES, charge
from simulation.world.working_time import (
    finish,
    is_open,
    shift_end,
    spent,
)

MOST_REPEATS = 3
WIDTH = MOST_REPEATS + 1
"""Values drawn for a task: the first time and each repeat."""
MOST_CHANCE = 0.95


def release_ready(p: Tables, s: State) -> bool:
    """Let open tasks whose condition holds wait for people, in order of their numbers."""
    released = False
    shut: set[int] = set()  # gates whose condition was found not to hold
    task = queues.next_open_task(s, -1, shut=shut)
    while task >= 0:
        if task == p.alarm_task and s.alarms_waiting == 0:
            pass
        elif not holds(p, s, p.task_when[task]):
            shut.add(p.task_gate[task])
        else:
            released = True
            if _release(p, s, task):
                shut.clear()
        task = queues.next_open_task(s, task, shut=shut)
    return released


def _release(p: Tables, s: State, task: int) -> bool:
    """Let a task wait for people, or skip it; returns whether it was skipped."""
    queues.close_task(p, s, task)
    if p.task_skip[task] >= 0 and holds(p, s, p.task_skip[task]):
        queues.settle(p, s, task, T_SKIPPED)
        note(s, FACT["task.skip"], p.entity(E_TASK, task), 0.0, 1.0)
        return True
    make_ready(p, s, task)
    return False


def make_ready(p: Tables, s: State, task: int) -> None:
    """A task waits for its people from now on; a wait begins at once."""
    entity = p.entity(E_TASK, task)
    s.ready_at[task] = s.now
    s.worked[task] = s.tired[task] = 0.0
    s.claims[task] = False
    s.left_s[task] = _effort_s(p, s, task)
    note(s, FACT["task.ready"], entity, 0.0, s.left_s[task] / HOUR)
    if p.task_wait[task]:
        s.status[task] = T_RUNNING
        s.segment_at[task] = s.now
        note(s, FACT["task.start"], entity, -1.0, 0.0)
        schedule(s, entity, s.now + round(s.left_s[task]))
        return
    s.status[task] = T_WAITING
    queues.join(p, s, task)
    _call_missing_help(p, s, task)


def _effort_s(p: Tables, s: State, task: int) -> float:
    if s.drill and p.task_wait[task] and p.task_label[task] == "look":
        return 0.0  # the room has just read the sign, so nobody waits for it to be noticed
    index = s.alarms - s.alarms_waiting if task == p.alarm_task else s.times[task]
    width = p.most_alarms if task == p.alarm_task else WIDTH
    effort_h = draw(s, p.task_effort[task], width, index)
    s.notice_h[task] = notice_hours(p, s) if p.task_notices[task] else 0.0
    asked_h = p.asks_around_h if p.task_from_others[task] and not s.times[task] else 0.0
    return (effort_h + s.notice_h[task] + asked_h) * s.slow[task] * HOUR


def notices_to_send(p: Tables, s: State) -> float:
    """Return how many people on the list have not been told yet."""
    return max(0.0, people_on_list(p, s, s.list_kind) - s.told_people)


def notice_hours(p: Tables, s: State) -> float:
    """Return the hours for letters and e-mails; many letters go to a mailing house."""
    n = p.notices
    people = notices_to_send(p, s)
    letters = people * p.letters_share
    hours = (people - letters) / n.emails_per_h
    if letters <= n.letters_in_house:
        return float(hours + letters / n.letters_per_h)
    return float(hours + n.mailing_house_setup_h + letters / n.mailing_house_letters_per_h)


def postage(p: Tables, people: float) -> float:
    """Return what the letters to some people cost, in house or from a mailing house."""
    letters = people * p.letters_share
    in_house = letters <= p.notices.letters_in_house
    return letters * (p.letter_cost if in_house else p.mailing_house_letter_cost)


def renew_notices(p: Tables, s: State) -> None:
    """The list has changed: notices that are being written become more, or fewer."""
    for task in p.notice_tasks:
        status = s.status[task]
        if status in (T_WAITING, T_RUNNING):
            hours = notice_hours(p, s)
            if status == T_RUNNING:
                _book_work(p, s, task)
            more_s = (hours - s.notice_h[task]) * s.slow[task] * HOUR
            s.left_s[task] = max(0.0, s.left_s[task] + more_s)
            s.notice_h[task] = hours
            if status == T_RUNNING:
                schedule(s, p.entity(E_TASK, task), _segment_end(p, s, task))


def correct_notices(p: Tables, s: State) -> None:
    """It turns out that too few were told: somebody writes to the others as well."""
    task = p.correction_task
    told = s.told_at[A_AFFECTED] >= 0 and p.on.corrections
    if not told or s.status[task] in (T_WAITING, T_RUNNING):
        return
    missed = notices_to_send(p, s)
    if missed > p.knowledge.correction_least_share * s.told_people:
        s.status[task] = T_IDLE
        note(s, FACT["notices.again"], p.entity(E_TASK, task), s.told_people, missed)
        start_now(p, s, task)


def _call_missing_help(p: Tables, s: State, task: int) -> None:
    """A role that nobody inside can fill calls in the first outside team that can."""
    for role in p.task_roles[task]:
        inside = [t for t in p.role_teams[role] + p.role_deputies[role] if not p.team_outside[t]]
        if any(s.heads[team] > 0 for team in inside):
            continue
        outside = [t for t in p.role_teams[role] + p.role_deputies[role] if p.team_outside[t]]
        if outside and not any(s.arrived[team] for team in outside):
            call_in(p, s, outside[0])


def call_in(p: Tables, s: State, team: int) -> None:
    """Call a team from outside; it arrives after its own delay."""
    entity = p.entity(E_ARRIVAL, team)
    if s.arrived[team] or s.due[entity] != NEVER:
        return
    note(s, FACT["staff.call"], p.team_subject + team, 0.0, 1.0)
    delay_h = draw(s, p.draw_at["outside/arrives"], len(s.arrived), team)
    schedule(s, entity, s.now + (round(delay_h * HOUR) if p.on.search_for_help else 0))


def arrive(p: Tables, s: State, team: int) -> None:
    """A team from outside is here and can be used from now on."""
    s.arrived[team] = True
    note(s, FACT["staff.arrive"], p.team_subject + team, 0.0, s.heads[team])


def start(p: Tables, s: State, task: int, teams: list[int]) -> None:
    """Let people start on a task; another's work has to be handed over first."""
    entity = p.entity(E_TASK, task)
    before = s.task_teams[task]
    if s.worked[task] > 0.0 and before and before != teams and p.on.hand_over:
        s.left_s[task] += p.hand_over_h * HOUR
    for team in teams:
        s.busy[team] += 1
    s.task_teams[task] = teams
    queues.leave(p, s, task)
    s.running.append(task)
    s.status[task] = T_RUNNING
    s.segment_at[task] = s.booked_at[task] = s.now
    for team in dict.fromkeys(teams):
        note(s, FACT["task.start"], entity, team, teams.count(team))
    schedule(s, entity, _segment_end(p, s, task))


def _slowness(p: Tables, s: State, task: int) -> float:
    """Deputies are slower, and who meets has less of the day; the slowest pair of hands counts."""
    slowest = 1.0
    for role, team in zip(p.task_roles[task], s.task_teams[task], strict=True):
        slow = 1.0
        if p.on.deputies and team not in p.role_teams[role]:
            slow = p.work.deputy_effort_factor
        if s.meeting and p.team_meets[team]:
            slow *= p.meeting_factor
        if s.low[team] > 0.0:
            slow *= morale.effort_factor(p, s, team)
        slowest = max(slowest, slow)
    return slowest


def _segment_end(p: Tables, s: State, task: int) -> int:
    """Return when the task or its shift ends."""
    s.slowness[task] = _slowness(p, s, task)
    work = s.left_s[task] * s.slowness[task]
    done, leaves = 0.0, float(NEVER)
    for team in s.task_teams[task]:
        cal = p.calendars[s.calendar[team]]
        done, leaves = max(done, finish(cal, s.now, work)), min(leaves, shift_end(cal, s.now))
    return max(s.now, -int(-min(done, leaves) // 1))


def segment_ends(p: Tables, s: State, task: int) -> bool:
    """A task's stretch of work is over; returns whether the task is done.

    It is done, goes back to the queue at the end of the shift, or goes on; after a wait it
    is done, or may be tried again.
    """
    if s.status[task] == T_RESTING:
        s.times[task] += 1
        make_ready(p, s, task)
        return False
    if p.task_wait[task]:
        return _complete(p, s, task)
    _book_work(p, s, task)
    if s.left_s[task] <= 1.0:
        _release_people(s, task)
        return _complete(p, s, task)
    cals = [p.calendars[s.calendar[team]] for team in s.task_teams[task]]
    if all(is_open(cal, s.now) for cal in cals):
        schedule(s, p.entity(E_TASK, task), _segment_end(p, s, task))
    else:
        _put_back(p, s, task, first_claim=True)
    return False


def _book_work(p: Tables, s: State, task: int) -> None:
    """Count the work since the last booking, and its wages."""
    start = s.booked_at[task]
    s.booked_at[task] = s.now
    if s.now <= start:
        return
    teams = s.task_teams[task]
    spans = [spent(p.calendars[s.calendar[team]], start, s.now) for team in teams]
    done = min([span.work_s for span in spans])
    s.left_s[task] -= done / s.slowness[task]
    s.worked[task] += done
    s.tired[task] += max([span.tired_s for span in spans])
    for team, span in zip(teams, spans, strict=True):
        everyday_share = p.calendar_key[s.calendar[team]][2]
        pay = span.paid_s / HOUR * (1.0 - everyday_share) * p.team_wage[team]
        charge(p, s, OUTSIDE if p.team_outside[team] else WAGES, pay)
        _count_overtime(p, s, team, span.overtime_s / HOUR)


def _count_overtime(p: Tables, s: State, team: int, hours: float) -> None:
    """Hours past eight a day are counted, and wear a team down."""
    if hours <= 0.0:
        return
    before = s.overtime_h[team]
    s.overtime_h[team] = before + hours
    note(s, FACT["staff.overtime"], p.team_subject + team, before, s.overtime_h[team])
    morale.lower(p, s, team, p.people.morale_per_overtime_h * hours / max(1, s.heads[team]))


def _release_people(s: State, task: int) -> None:
    s.running.remove(task)
    for team in s.task_teams[task]:
        s.busy[team] -= 1


def _put_back(p: Tables, s: State, task: int, *, first_claim: bool) -> None:
    _release_people(s, task)
    s.status[task] = T_WAITING
    s.claims[task] = first_claim
    queues.join(p, s, task)
    note(s, FACT["task.pause"], p.entity(E_TASK, task), 0.0, s.left_s[task] / HOUR)
    schedule(s, p.entity(E_TASK, task), NEVER)


def pause(p: Tables, s: State, task: int) -> None:
    """Put a running task back to the queue with the effort that is left."""
    _book_work(p, s, task)
    _put_back(p, s, task, first_claim=False)


def _complete(p: Tables, s: State, task: int) -> bool:
    entity = p.entity(E_TASK, task)
    if _must_be_done_again(p, s, task):
        wait_s = draw(s, p.task_again_wait[task], WIDTH, s.times[task]) * HOUR
        s.status[task] = T_RESTING
        note(s, FACT["task.again"], entity, s.times[task], wait_s / HOUR)
        schedule(s, entity, s.now + max(1, round(wait_s)))
        return False
    if task == p.alarm_task:
        s.alarms_waiting -= 1
        s.status[task] = T_IDLE
        queues.open_task(p, s, task)
    else:
        queues.settle(p, s, task, T_DONE)
    note(s, FACT["task.end"], entity, s.ready_at[task], s.worked[task] / HOUR)
    return True


def _must_be_done_again(p: Tables, s: State, task: int) -> bool:
    if s.times[task] >= p.task_again_most[task] or not p.on.repeats:
        return False
    tired = s.tired[task] / s.worked[task] if s.worked[task] > 0.0 else 1.0
    weary = morale.repeat_factor(p, s, s.task_teams[task]) if any(s.low) else 1.0
    chance = min(MOST_CHANCE, p.task_again_chance[task] * tired * weary)
    return draw(s, p.task_again[task], WIDTH, s.times[task]) < chance


def cancel(p: Tables, s: State, task: int) -> None:
    """A task is no longer to be done; what waits for it counts it as skipped."""
    if s.status[task] in (T_DONE, T_SKIPPED):
        return
    if s.status[task] == T_RUNNING and not p.task_wait[task]:
        pause(p, s, task)
    if s.status[task] == T_WAITING:
        queues.leave(p, s, task)
    queues.close_task(p, s, task)
    queues.settle(p, s, task, T_SKIPPED)
    note(s, FACT["task.cancel"], p.entity(E_TASK, task), 0.0, 1.0)
    schedule(s, p.entity(E_TASK, task), NEVER)


def start_now(p: Tables, s: State, task: int) -> None:
    """A task is to be done now, whatever it would have waited for."""
    if s.status[task] in (T_IDLE, T_SKIPPED):
        if s.status[task] == T_SKIPPED:
            queues.unsettle(p, s, task)
        queues.close_task(p, s, task)
        make_ready(p, s, task)
    elif s.status[task] == T_RESTING:
        schedule(s, p.entity(E_TASK, task), s.now)


def slow_down(p: Tables, s: State, task: int, factor: float) -> None:
    """Multiply the effort a task still takes."""
    running = s.status[task] == T_RUNNING
    if running and p.task_wait[task]:
        left = max(0, s.due[p.entity(E_TASK, task)] - s.now)
        schedule(s, p.entity(E_TASK, task), s.now + round(left * factor))
    elif running:
        _book_work(p, s, task)
    note(s, FACT["task.slow"], p.entity(E_TASK, task), s.slow[task], s.slow[task] * factor)
    s.slow[task] *= factor
    s.left_s[task] *= factor
    if running and not p.task_wait[task]:
        schedule(s, p.entity(E_TASK, task), _segment_end(p, s, task))


def change_heads(p: Tables, s: State, team: int, heads: int) -> None:
    """Change how many people a team has; those too many leave the least task first."""
    heads = max(0, heads)
    note(s, FACT["staff.heads"], p.team_subject + team, s.heads[team], heads)
    morale.carry(p, s, team)
    s.heads[team] = heads
    s.may_come = [None] * p.needs_count
    morale.plan_next_leaving(p, s, team)
    s.lent[team] = min(s.lent[team], heads)
    _grid_at_next_hour(p, s)
    put_back_excess(p, s, team)


def put_back_excess(p: Tables, s: State, team: int) -> None:
    """Put the least tasks of a team back while more people are busy than are there."""
    while s.busy[team] + s.lent[team] > s.heads[team]:
        running = [t for t in s.running if team in s.task_teams[t]]
        pause(p, s, min(running, key=lambda t: (p.task_priority[t], -s.segment_at[t], t)))


def change_calendar(p: Tables, s: State, team: int, calendar: int) -> None:
    """Change a team's shift; work in progress is timed anew."""
    running = sorted(t for t in s.running if team in s.task_teams[t])
    for task in running:
        _book_work(p, s, task)
    note(s, FACT["staff.shift"], p.team_subject + team, s.calendar[team], calendar)
    s.calendar[team] = calendar
    _grid_at_next_hour(p, s)
    for task in running:
        cals = [p.calendars[s.calendar[other]] for other in s.task_teams[task]]
        if all(is_open(cal, s.now) for cal in cals):
            schedule(s, p.entity(E_TASK, task), _segment_end(p, s, task))
        else:
            _put_back(p, s, task, first_claim=True)


def meet(p: Tables, s: State, meeting: bool) -> None:
    """The response team is convened, or parts; what its members are at is timed anew."""
    share = 1.0 - 1.0 / p.meeting_factor
    note(s, FACT["staff.meet" if meeting else "staff.part"], p.room_subject, 0.0, share)
    running = sorted(t for t in s.running if any(p.team_meets[team] for team in s.task_teams[t]))
    for task in running:
        _book_work(p, s, task)
    s.meeting = meeting
    for task in running:
        schedule(s, p.entity(E_TASK, task), _segment_end(p, s, task))


def _grid_at_next_hour(p: Tables, s: State) -> None:
    """Who answers clients, and when, may have changed."""
    grid = p.entity(E_GRID)
    s.due[grid] = min(s.due[grid], (s.now // HOUR + 1) * HOUR)
