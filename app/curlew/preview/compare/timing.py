"""The times of two sends, phase by phase."""

from __future__ import annotations

from typing import NamedTuple

from curlew.model.exchange import Timings
from curlew.preview.words import PHASES, phase_title
from curlew.text import _


class PhaseTimes(NamedTuple):
    """A phase with its milliseconds on each side, None where it did not happen."""

    id: str
    title: str
    a: float | None
    b: float | None


def compare_times(a: Timings, b: Timings) -> tuple[PhaseTimes, ...]:
    """Return every phase that happened on either side, and the total."""
    phases = [PhaseTimes(phase, phase_title(phase), getattr(a, phase, None), getattr(b, phase, None)) for phase in PHASES]
    shown = [phase for phase in phases if phase.a is not None or phase.b is not None]
    return (*shown, PhaseTimes("total", _("Total"), a.total, b.total))


def difference_words(a: float | None, b: float | None) -> str:
    """Return by how much b takes longer: `+12.3 ms (+11 %)`; empty where one of them did not happen."""
    if a is None or b is None:
        return ""
    change = b - a
    share = f" ({change / a * 100:+.0f} %)" if a else ""
    return (_("{n} ms").format(n=f"{change:+.1f}") + share).replace("-", "−")
