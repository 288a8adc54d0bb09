"""How data leave or are harmed: one kind of threat each, told apart by ``threat.kind``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulation.inputs.base import Input, Name
from simulation.inputs.claims import Amount, Share

_Holdings = Annotated[tuple[Name, ...], Field(min_length=1)]


class InsiderCopying(Input):
    """Someone visits and copies a batch each time, until the access is gone.

    It is one of us, or somebody outside who has one of our logins.
    """

    kind: Literal["insider_copying", "stolen_login"]
    holdings: _Holdings
    visit_gap_h: Amount
    batch_records: Amount


class OneMistake(Input):
    """All of it leaves at once, at the start."""

    kind: Literal["one_mistake"]
    holdings: _Holdings
    records: int = Field(ge=1, le=10_000_000_000)


class LostDevice(Input):
    """All of it is out of our hands at once; it does harm once somebody opens the device.

    A device that was encrypted is never opened, nor is one that was wiped in time.
    """

    kind: Literal["lost_device"]
    holdings: _Holdings
    records: int = Field(ge=1, le=10_000_000_000)
    encrypted: Share


class _Theft(Input):
    """A share of what is reached is taken at once, then batches follow."""

    holdings: _Holdings
    taken_share: Share
    visit_gap_h: Amount
    batch_records: Amount


class OutsideTheft(_Theft):
    """Somebody breaks in at the first holding's system, moves on along links, and takes a lot."""

    kind: Literal["outside_theft"]


class SupplierTheft(_Theft):
    """The theft is at a supplier, who finds it, acts, and tells us after a while."""

    kind: Literal["supplier"]
    notice_delay_h: Amount
    acts_after_h: Amount


class Extortion(_Theft):
    """A theft from outside; a note follows, and what was reached stands still from then on."""

    kind: Literal["extortion"]
    note_after_h: Amount


class OpenShare(Input):
    """Holdings lie open from the start; each is seen, sooner or later, by a stranger."""

    kind: Literal["open_share"]
    holdings: _Holdings
    seen_per_d: Amount


class Tampering(Input):
    """Someone alters a batch of records at each visit; wrong records get into filings."""

    kind: Literal["tampering"]
    holdings: _Holdings
    visit_gap_h: Amount
    batch_records: Amount


Threat = Annotated[
    InsiderCopying
    | OneMistake
    | LostDevice
    | OutsideTheft
    | SupplierTheft
    | Extortion
    | OpenShare
    | Tampering,
    Field(discriminator="kind"),
]
