"""How each kind of difference looks and what it is called: a sign, a colour and a word."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.preview.compare.result import ADDED, CHANGED, IGNORED, MOVED, NEAR, REMOVED, SPELLED, Difference, Told
from curlew.preview.places import Place, as_jsonpath
from curlew.text import _, ngettext


@dataclass(frozen=True, slots=True)
class Look:
    """sign: painted beside a line, an icon where `icon` names one; ground, word: tokens; token: of the sign; title: one word."""

    sign: str
    icon: str
    token: str
    soft: str
    ground: str
    word: str
    title: str


LOOKS = {
    ADDED: Look("+", "", "ok", "ok_soft", "add_bg", "add_word", _("added")),
    REMOVED: Look("−", "", "err", "err_soft", "del_bg", "del_word", _("removed")),
    CHANGED: Look("~", "", "warn", "warn_soft", "chg_bg", "chg_word", _("changed")),
    MOVED: Look("", "updown", "mov", "mov_soft", "mov_bg", "mov_word", _("moved")),
    IGNORED: Look("", "eye_off", "text2", "hover", "bg", "hover", _("ignored")),
    SPELLED: Look("", "", "text3", "hover", "bg", "hover", _("same value")),
    NEAR: Look("", "", "text3", "hover", "bg", "hover", _("near enough")),
}


def place_words(difference: Difference, mode: str) -> str:
    """Return where a difference stands: a JSONPath, a header's name, a line."""
    place: Place = difference.place_b if difference.place_a is None else difference.place_a  # type: ignore[assignment]
    if mode == "structure":
        return as_jsonpath(place)
    if mode == "headers":
        return str(place[0]) if isinstance(place[0], str) else _("Status line")
    first, count = int(place[0]), max(difference.before.size, difference.after.size)
    if count > 1:
        return _("Lines {first} to {last}").format(first=f"{first + 1:,}", last=f"{first + count:,}")
    return _("Line {n}").format(n=f"{first + 1:,}")


def value_words(told: Told) -> str:
    """Return a value in short."""
    if told.kind == "object":
        return ngettext("object with {n} key", "object with {n} keys", told.size).format(n=f"{told.size:,}")
    if told.kind == "array":
        return ngettext("array of {n} item", "array of {n} items", told.size).format(n=f"{told.size:,}")
    return told.text.strip()


def change_words(difference: Difference, mode: str) -> str:
    """Return what a difference is, in short: `20 → 25`."""
    before, after = value_words(difference.before), value_words(difference.after)
    if difference.kind == MOVED:
        return moved_words(difference, mode, True)
    if difference.place_a is None:
        return after
    return before if difference.place_b is None else f"{before} → {after}"


def moved_words(difference: Difference, mode: str, away: bool) -> str:
    """Return where something moved to, or came from."""
    place = difference.place_b if away else difference.place_a
    if mode != "structure" or place is None:
        return _("in another order")
    parent = str(next((part for part in reversed(place[:-1]) if isinstance(part, str)), "$"))
    target = f"{parent}[{place[-1]}]"
    return (_("moved to {place}") if away else _("moved from {place}")).format(place=target)


def spoken(difference: Difference, mode: str) -> str:
    """Return what a screen reader says of a difference."""
    return f"{LOOKS[difference.kind].title}: {place_words(difference, mode)}, {change_words(difference, mode)}"
