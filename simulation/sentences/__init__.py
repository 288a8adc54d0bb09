"""What `why` says, in English and Chinese: data of the catalogue in `text`."""

from simulation.sentences.ends import ENDS
from simulation.sentences.frames import FRAMES
from simulation.sentences.telling import STEPS

SENTENCES: dict[str, tuple[str, str]] = {**STEPS, **ENDS}
"""Every sentence of `why`: its key, and its English and Chinese form."""

__all__ = ["FRAMES", "SENTENCES"]
