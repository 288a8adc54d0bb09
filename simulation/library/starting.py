"""Files to begin with: a scenario, an organisation or a plan of one's own, with remarks.

Each begins from one of the library and writes down what one changes first. The remarks name what
it takes over, so that nobody has to look that up.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from simulation.errors import UnknownName, nearest
from simulation.files import load_organisation, load_plan, load_scenario, loads
from simulation.files.tree import write
from simulation.inputs.organisation import Organisation
from simulation.inputs.plan import PHASES, Plan
from simulation.inputs.scenario import LENGTHS_MIN, Scenario
from simulation.text import in_language

BEGINNINGS: Mapping[str, str] = MappingProxyType(
    {
        "scenario": "breaches/mis-sent-filing",
        "organisation": "organisations/bookkeeping-12",
        "plan": "plans/lean",
    }
)
"""What one can begin, and what it begins from unless something else is said."""
WIDTH = 88


def starter(
    kind: str, name: str, *, like: str = "", title: str = "", organisation: str = ""
) -> str:
    """Return the text of a file to begin with, which checks clean as it stands.

    `like` is what it begins from; `organisation` is whose breach it is. Raises InputError for a
    name that no file can have, UnknownName for what is not in the library.

    >>> text = starter("plan", "ours", title="Our plan")
    >>> loads(text).title
    'Our plan'
    """
    if kind not in BEGINNINGS:
        raise UnknownName(kind, "kind of file to begin with", nearest(kind, BEGINNINGS))
    like = like or BEGINNINGS[kind]
    title = title or name.replace("-", " ").capitalize()
    if kind == "scenario":
        text = _scenario(load_scenario(like), name, like, title, organisation)
    elif kind == "organisation":
        text = _organisation(load_organisation(like), name, like, title)
    else:
        text = _plan(load_plan(like), name, like, title)
    loads(text, f"{name}.yaml")
    return text


def next_steps(kind: str, file: str) -> tuple[str, ...]:
    """Return the commands that come next for a file, in their order.

    >>> next_steps("plan", "ours.yaml")[0]
    'python -m simulation check ours.yaml'
    """
    me = "python -m simulation"
    first = (f"{me} check {file}", f"{me} preview {file}")
    if kind == "scenario":
        shortest = LENGTHS_MIN[0]
        return (*first, f"{me} drill --scenario {file} --plan plans/lean --length {shortest}")
    tried = "breaches/insider-export plans/lean"
    added = f"--organisation {file}" if kind == "organisation" else file
    return (*first, f"{me} compare {tried} {added} --seed 1 --replications 200")


# -- the parts of a text ----------------------------------------------------------------------


def _head(kind: str, name: str, like: str, title: str) -> list[str]:
    article = "An" if kind == "organisation" else "A"
    return [
        f"# {article} {kind} of your own. It takes over {like}, and",
        "# changes what is written here: mappings merge, lists and values replace, null removes.",
        "# The commands that come next:",
        *(f"#   {step}" for step in next_steps(kind, f"{name}.yaml")),
        '# A text is one line, or both languages: {en: "Call the bank", zh: "致电银行"}.',
        f"kind: {kind}",
        f"extends: {like}",
        f"name: {name}",
        f"title: {_quoted(title)}",
    ]


def _quoted(text: str) -> str:
    # A JSON text is a YAML text, whatever stands in it.
    return json.dumps(text, ensure_ascii=False)


def _remark(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]


def _aside(plain: Any) -> list[str]:
    """Return a piece of a file as remarks, to be taken up by deleting the marks."""
    return [f"# {line}".rstrip() for line in write(plain).splitlines()]


def _listed(rows: Iterable[tuple[str, str]], indent: str = "  ") -> list[str]:
    """Return names with what each is, one a line, as remarks."""
    shown = list(rows)
    width = max((len(name) for name, _ in shown), default=0)
    return [f"{indent}# {name:<{width}}  {what}".rstrip() for name, what in shown]


def _scenario(base: Scenario, name: str, like: str, title: str, organisation: str) -> str:
    goals = [(goal.id, in_language(goal.text, "en")) for goal in base.objectives]
    injects = [
        (f"{key}: null", f"# {in_language(one.title, 'en')} ({one.after} + {one.delay_h:g} h)")
        for key, one in base.injects.items()
    ]
    decisions = [(key, in_language(one.question, "en")) for key, one in base.decisions.items()]
    lines = [
        *_head("scenario", name, like, title),
        "# What everybody may know before the drill.",
        f"summary: {_quoted('Say in two sentences what the room will meet first.')}",
        "# The truth is for the facilitator alone. Left out, it is that of the file above.",
        '# narrative: "Who did what, how long it went on, what is wrong in the first suspicion."',
        "",
        "# Whose breach it is: of the library, or a file beside this one, such as ours.yaml.",
        f"organisation: {organisation or 'organisations/' + base.organisation.name}",
        "# When the first data leave, by the firm's clocks.",
        f'begins: "{base.begins:%Y-%m-%d %H:%M}"',
        "",
        *_remark("How data leave, as the file above has it. Delete the marks to change it."),
        *_aside({"threat": {"kind": base.threat.kind, **base.threat.plain()}}),
        "",
        *_remark("Decisions of the file above, to be changed or taken out under `decisions:`."),
        *_listed(decisions, ""),
        "",
        *_remark("What it practises; each inject names some of these:"),
        *_listed(goals, ""),
        "",
        "injects:",
        "  # Those of the file above. Take the first mark away to leave one out:",
        *_listed(injects),
        "  # One of your own. Copy it for each further one.",
        "  my-first-inject:",
        '    title: "A journalist calls"',
        '    text: "I have a list with your clients\' names. What do you say to that by five?"',
        '    sender: "Journalist"',
        "    to: [management]",
        "    mode: phone",
        "    after: aware  # or start, first_sign, contained, decision/NAME, hand",
        "    delay_h: 5",
        f"    from_length_min: {LENGTHS_MIN[0]}  # the shortest drill that has it: 45, 90 or 180",
        f"    objectives: [{_goal([goal for goal, _ in goals])}]",
        "    expected:",
        '      - text: "Say what is known, and when more will be"',
        "        by: management",
        "        within_h: 2",
        '    hint: "What is true, and will be true tomorrow?"',
    ]
    return "\n".join(lines) + "\n"


def _goal(goals: list[str]) -> str:
    """Return what an inject of the press practises, where the base has something like it."""
    return "speak" if "speak" in goals else ", ".join(goals[-1:])


def _organisation(base: Organisation, name: str, like: str, title: str) -> str:
    plain = base.plain()
    lines = [
        *_head("organisation", name, like, title),
        f"summary: {_quoted('Say in a sentence who we are.')}",
        f"place: {_quoted(base.place)}",
        f"turnover_per_year: {base.turnover_per_year:.0f}  # in {base.currency}",
        "",
        *_remark("Preventive controls; `library controls` lists them. A quality of 0: not there."),
        "controls:",
        "  multi-factor-login: {quality: 0.8, age_of_upkeep_months: 6}",
        "",
        *_remark("A list replaces the whole list, so all of it stands here: change the numbers."),
        write({"segments": plain["segments"]}).rstrip(),
        "",
        *_remark(
            "What lies where, and whose it is. Nobody is counted twice: people of all holdings "
            "together are clients times people_per_client of all segments. Change the two "
            "together; `check` warns where they part."
        ),
        write({"holdings": plain["holdings"]}).rstrip(),
        "",
        *_remark("Who works here. Plans speak of teams by these names; keep the roles filled."),
        write({"teams": plain["teams"]}).rstrip(),
    ]
    return "\n".join(lines) + "\n"


def _plan(base: Plan, name: str, like: str, title: str) -> str:
    tasks = [
        (key, f"{phase}: {in_language(task.title, 'en')}")
        for phase in PHASES
        for key, task in base.tasks.items()
        if task.phase == phase
    ]
    answers = [(f"{key}: {option}", "") for key, option in base.answers.items()]
    team = next(iter(base.staffing), "")
    lines = [
        *_head("plan", name, like, title),
        f"summary: {_quoted('Say in two sentences what you do otherwise, and why.')}",
        "",
        "# People: more heads, other hours, less everyday work, somebody on call.",
        "staffing:",
        *([f"  {team}: {{everyday_share: 0.1}}"] if team else ["  {}"]),
        "",
        "# Tasks of the file above, by phase; null leaves one out.",
        *_listed(tasks, ""),
        "tasks:",
        f"  {next(iter(base.tasks))}: {{priority: 90}}  # who is short of hands begins with it",
        "",
        "# What is settled beforehand: a decision's name, and the option.",
        *_listed(answers, ""),
        "answers: {}",
    ]
    return "\n".join(lines) + "\n"
