"""Which way things push an outcome: by what each is raised or lowered."""

from __future__ import annotations

from collections.abc import Mapping

RAISED_BY: Mapping[str, Mapping[str, int]] = {
    "people_affected": {"records": 1, "containment": 1},
    "people_told": {"estimate": 1},
    "record_days_untold": {"missed": 1, "records_untold": 1, "notice": 1, "awareness": 1},
    "people_misused": {"exposure": 1, "records": 1, "harm": 1},
    "contacts_answered": {"told": 1, "known": 1, "abandoned": -1},
    "contacts_abandoned": {"told": 1, "known": 1},
    "trust": {"known_at_lowest": -1, "notice_delay": -1, "abandoned": -1},
    "clients_lost": {"known": 1, "known_for": 1, "distrust": 1},
}
"""What raises (1) or lowers (-1) each outcome when it grows or comes later."""
MECHANISMS_RAISE: Mapping[str, Mapping[str, int]] = {
    "people_affected": {"lateral-movement": 1, "recurrence": 1},
    "people_misused": {"misuse": 1, "published": 1, "fake-notices": 1},
    "people_told": {"scope-error": 0},
    "contacts_answered": {
        **dict.fromkeys(("support", "learning", "word-of-mouth", "repeat-contacts"), 1),
    },
    "contacts_abandoned": {"support": 1, "learning": 1, "word-of-mouth": 1},
    "trust": {
        **dict.fromkeys(("attention", "delay-shock", "learning", "media", "misuse"), -1),
        **dict.fromkeys(("support", "told-first", "word-of-mouth"), -1),
        **dict.fromkeys(("rumour", "social-monitoring", "untrue-statement", "remedy-fit"), -1),
        **dict.fromkeys(("message", "recovery"), 1),
    },
    "clients_lost": {
        **dict.fromkeys(("attention", "churn", "delay-shock", "learning", "media"), 1),
        **dict.fromkeys(("misuse", "support", "told-first", "word-of-mouth"), 1),
        **dict.fromkeys(("rumour", "social-monitoring", "untrue-statement", "remedy-fit"), 1),
        **dict.fromkeys(("message", "recovery"), -1),
    },
    "cost": {
        **dict.fromkeys(("attention", "churn", "delay-shock", "learning", "media"), 1),
        **dict.fromkeys(("misuse", "support", "told-first", "word-of-mouth", "legal-cases"), 1),
        **dict.fromkeys(("back-ups", "downtime", "lateral-movement", "tampering-spread"), 1),
        **dict.fromkeys(("message", "recovery"), -1),
    },
}
"""What each outcome is raised (1) or lowered (-1) by while it is on; 0 where either may be."""
LENGTHENS: Mapping[str, int] = {
    **dict.fromkeys(("add", "heads", "overtime_h"), -1),
    **dict.fromkeys(("everyday_share", "elapsed_h", "effort_h", "arrives_h", "meeting_share"), 1),
}
"""What makes a step longer (1) or shorter (-1) when this field of a setting grows."""
