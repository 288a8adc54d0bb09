"""The legal part of the compiled model: duties, and what an authority may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class LegalTables:
    """Plain numbers and lists, indexed by duty or by law."""

    # obligations
    duty_clock: list[int]
    duty_deadline_s: list[int]
    # business days allowed (0: the period is in seconds), of which calendar of days
    duty_business_days: list[int]
    duty_days: list[int]
    # for each calendar, when its business days begin and end
    business_days: list[tuple[list[int], list[int]]]
    duty_when: list[int]
    duty_exempt: list[list[int]]
    duty_recipient: list[int]
    duty_law: list[int]
    duty_phased: list[bool]
    duty_role: list[int]
    # met by a last report alone; a duty of the clients once they have been told
    duty_closing: list[bool]
    duty_by_clients: list[bool]
    # whether a public notice meets it: not, as notices do, or it alone
    duty_public: list[int]
    # laws: the share of each holding's people who live under each
    law_share: list[list[float]]
    # cases
    case_sizes: list[Any]
    case_weights: list[list[float]]
    case_news_factor: list[float]
    case_rate: list[float]
    case_amount: list[int]
    # fines reckoned from a maximum (0: a fixed amount) by tables of seriousness and size
    case_maximum: list[list[float]]
    case_points: list[list[float]]
    case_bands: list[list[tuple[float, float]]]
    case_size: list[tuple[float, float]]
    # China's grades: people, direct loss and hours of outage from which each holds
    grade_lines: list[tuple[float, float, float]]
    grade_losses: list[float]
    importance: int
    critical_infrastructure: bool
    # how cases may end, and after which rule, in words
    case_ends: list[list[str]]
    case_rules: list[list[str]]
    # work that no plan lists: records and answer of each round of questions, and others
    answer_tasks: list[tuple[int, int]]
    correction_task: int
    closing_task: int
    stance: int
    # claims by law; nothing where a law's file says nothing of them
    claim_sizes: list[Any]
    # hours in which management must know, by grade (-1: no limit); empty: nothing is escalated
    escalation_limit_s: list[int]
    decision_of_management: list[bool]
