"""The threat of a scenario and what an organisation sets against it, as plain numbers."""

from __future__ import annotations

import math
from typing import Any

from simulation.distributions import Distribution, Exponential, Fixed, normal_quantile
from simulation.inputs.claims import Claim
from simulation.inputs.organisation import Holding, Organisation
from simulation.inputs.scenario import Scenario
from simulation.inputs.threat import (
    Extortion,
    LostDevice,
    OneMistake,
    OpenShare,
    OutsideTheft,
    SupplierTheft,
)
from simulation.program.controls import Strength
from simulation.program.draw_table import DrawTable
from simulation.program.names import Names
from simulation.world import layout as w
from simulation.world.threat import MOST_VISITS
from simulation.world.threat_tables import KINDS, MOST_AGAIN, ThreatTables, Way


class Attack:
    """Compiles the threat, and adds the draws that its kind needs."""

    def __init__(
        self,
        scenario: Scenario,
        organisation: Organisation,
        names: Names,
        draws: DrawTable,
        strength: Strength,
    ) -> None:
        self._strength = strength
        self._threat, self._sizes = scenario.threat, scenario.parameters.threat
        self._organisation, self._names, self._draws = organisation, names, draws
        threat = scenario.threat
        self.mistake_records = 0.0
        if isinstance(threat, OneMistake | LostDevice):
            self.mistake_records = float(threat.records)
        self.visit_gap_mean_s = 0.0
        self._draw()
        self.tables = ThreatTables(**self._numbers(), **self._defences())

    def _draw(self) -> None:
        threat, sizes, draws = self._threat, self._sizes, self._draws
        gap: Distribution = Fixed(1.0)
        if not isinstance(threat, OneMistake | LostDevice | OpenShare):
            gap = threat.visit_gap_h.distribution
            draws.add("visit/gap", gap, MOST_VISITS, float(w.HOUR))
            batch = self._strength.factor("batch", threat.kind)
            draws.add("visit/batch", threat.batch_records.distribution, MOST_VISITS, batch)
        if isinstance(gap, Exponential):
            self.visit_gap_mean_s = gap.mean * w.HOUR
        draws.add("again/gap", width=MOST_AGAIN)
        draws.add("evidence/cause")
        if isinstance(threat, LostDevice):
            draws.add("device/encrypted")
            draws.add("device/opened", sizes.device_opened_h.distribution, scale=float(w.HOUR))
        elif isinstance(threat, OpenShare):
            draws.add_group("open/seen", dict.fromkeys(h.name for h in self._holdings()))
            draws.add("open/caches", sizes.caches_cleared_h.distribution, scale=float(w.HOUR))
        elif isinstance(threat, OutsideTheft | SupplierTheft | Extortion):
            draws.add("theft/moment")
            draws.add("theft/share", threat.taken_share.distribution)
        self._draw_more()

    def _draw_more(self) -> None:
        threat, sizes, draws = self._threat, self._sizes, self._draws
        if isinstance(threat, SupplierTheft):
            slower = self._strength.factor("supplier_delay")
            acts, notice = threat.acts_after_h.distribution, threat.notice_delay_h.distribution
            draws.add("supplier/acts", acts, scale=float(w.HOUR))
            draws.add("supplier/notice", notice, scale=w.HOUR * slower)
        restoring = w.HOUR * self._strength.factor("effort", "restore")
        if threat.kind in ("extortion", "tampering"):
            draws.add("back-up/usable")
            draws.add("back-up/age")
        if isinstance(threat, Extortion):
            draws.add("extortion/note", threat.note_after_h.distribution)
            draws.add("extortion/clock", sizes.leak_site_d.distribution)
            for name in ("published", "decryptor"):
                draws.add(f"extortion/{name}")
            systems = [system.name for system in self._organisation.systems]
            restore = dict.fromkeys(systems, sizes.restore_h.distribution)
            draws.add_group("extortion/restore", restore, restoring)
        elif threat.kind == "tampering":
            draws.add("tampering/repair", sizes.restore_h.distribution, scale=restoring)

    def _holdings(self) -> Any:
        return self._organisation.holdings

    def _numbers(self) -> dict[str, Any]:
        threat, sizes = self._threat, self._sizes
        systems = [system.name for system in self._organisation.systems]
        home = {h.name: systems.index(h.system) for h in self._holdings()}
        return {
            "kind": KINDS.index(threat.kind),
            "entry_system": home[threat.holdings[0]],
            "ways": self._ways(systems),
            "reachable_share": [self._reachable(holding) for holding in self._holdings()],
            "visit_factor": self._strength.factor("visits", threat.kind),
            "note_event": self._names.event_names.index("ransom-note"),
            "posting_event": self._names.event_names.index("data-posted"),
            "hasty": _lognormal(sizes.hasty_h),
            "patient": _lognormal(sizes.patient_h),
            "seen_per_d": threat.seen_per_d.central if isinstance(threat, OpenShare) else 0.0,
            "encrypted_share": threat.encrypted.central if isinstance(threat, LostDevice) else 0.0,
        }

    def _reachable(self, holding: Holding) -> float:
        classes = {kind.name: kind for kind in self._organisation.data_classes}
        sensitive = classes[holding.data_class].sensitive
        return self._strength.share_left("reach", self._threat.kind, sensitive=sensitive)

    def _ways(self, systems: list[str]) -> list[list[Way]]:
        """Return each system's links; a draw for each, where anybody moves along them."""
        found: list[list[Way]] = []
        factor = self._strength.factor("links")
        for system in self._organisation.systems:
            ways = []
            for link in system.links if isinstance(self._threat, OutsideTheft | Extortion) else ():
                name = f"spread/{system.name}/{link.to}"
                at = self._draws.add(name, self._sizes.spread_h.distribution)
                openness = min(1.0, (1.0 - link.control) * factor)
                ways.append((systems.index(link.to), openness, at))
            found.append(ways)
        return found

    def _defences(self) -> dict[str, Any]:
        sizes, firm = self._sizes, self._organisation
        copies, contract = firm.back_ups, firm.supplier_contract
        fresh = copies.tested_months_ago <= sizes.back_up_fresh_months.central
        chance = (sizes.back_up_fresh_share if fresh else sizes.back_up_stale_share).central
        online = 1.0 if copies.offline else sizes.back_up_online_factor.central
        within_h = contract.notice_within_h
        wages = [t.wage_per_h for t in firm.teams if "client_service" in t.roles]
        return {
            "back_up_chance": self._strength.kept("backup_failure", chance * online),
            "back_up_every_h": copies.every_h,
            "back_up_kept_d": copies.kept_d,
            "clerk_wage_per_h": sum(wages) / len(wages) if wages else firm.teams[0].wage_per_h,
            "cost_borne_share": contract.cost_borne_share,
            "notice_within_s": w.NEVER if within_h is None else round(within_h * w.HOUR),
        }


def _lognormal(claim: Claim) -> tuple[float, float]:
    """Return median and sigma of a lognormal with the same median and 95 % value."""
    law = claim.distribution
    sigma = math.log(law.p95 / law.p50) / normal_quantile(0.95)
    return law.p50, max(sigma, 1e-6)
