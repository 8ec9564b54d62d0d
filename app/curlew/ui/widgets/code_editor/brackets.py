"""The bracket that belongs to the one beside the caret."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BACK = {close: opening for opening, close in _PAIRS.items()}
FARTHEST = 20_000
"""So many characters are looked at; a pair farther apart is not marked."""


def matching_bracket(document: QTextDocument, position: int) -> tuple[int, ...]:
    """Return the positions of the bracket at or before the caret and of its partner; nothing without a pair."""
    for at in (position - 1, position):
        character = document.characterAt(at) if at >= 0 else ""
        if character in _PAIRS or character in _BACK:
            partner = _partner(document, at, character)
            return (at, partner) if partner is not None else ()
    return ()


def _partner(document: QTextDocument, at: int, character: str) -> int | None:
    """Return where the partner is. Brackets in strings are few enough in practice to be counted like others."""
    forward = character in _PAIRS
    wanted = _PAIRS[character] if forward else _BACK[character]
    block, depth, seen = document.findBlock(at), 0, 0
    offset = at - block.position()
    while block.isValid() and seen < FARTHEST:
        text = block.text() if block.length() - 1 == len(block.text()) else "".join(_units(block.text()))
        places = range(offset, len(text)) if forward else range(min(offset, len(text) - 1), -1, -1)
        for place in places:
            if text[place] == character:
                depth += 1
            elif text[place] == wanted:
                depth -= 1
                if depth == 0:
                    return block.position() + place
        seen += block.length()
        block = block.next() if forward else block.previous()
        offset = 0 if forward else block.length()
    return None


def _units(text: str) -> list[str]:
    """Return one character for each UTF-16 unit."""
    return [unit for character in text for unit in ((character, " ") if character > "\uffff" else (character,))]
