"""What a screen reader says of a row of a tree."""

from __future__ import annotations

from curlew.preview.outline.words import RowText
from curlew.text import _

SPOKEN = 300
_WORDS = {"{ }": _("object"), "[ ]": _("array"), "< >": _("element")}


def spoken(text: RowText, level: int, container: bool, is_open: bool, is_match: bool = False) -> str:
    """Return key, value, kind, level, whether a row is open, and whether a filter has found it."""
    parts = [text.key, text.value[:SPOKEN] or _WORDS.get(text.sign, ""), text.summary, text.type, text.note, *text.flags]
    if container:
        parts.append(_("expanded") if is_open else _("collapsed"))
    if is_match:
        parts.append(_("match"))
    parts.append(_("level {n}").format(n=level))
    return ", ".join(part for part in parts if part)
