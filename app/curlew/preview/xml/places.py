"""Where a byte of an XML text stands, and where a place is in it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from curlew.preview.buffer import Buffer
from curlew.preview.places import Place
from curlew.preview.xml.structure import XmlChildren, XmlValue, frame_of


def finding_place(data: Buffer, offset: int) -> Generator[None, None, tuple[Place, XmlValue]]:
    """Look, in steps, for the innermost element or attribute that holds a byte: its place, and itself."""
    value, place = frame_of(data), list[str | int]()
    while value.holds_values:
        children = XmlChildren(data, value.start, value.end, value.kind)
        yield from children.steps()
        child = _holding(children, offset)
        part = part_of(data, child) if child is not None else ""
        if child is None or not part:
            break
        place.append(part)
        value = child
        yield
    return tuple(place), value


def finding_value(data: Buffer, place: Place) -> Generator[None, None, XmlValue | None]:
    """Look, in steps, for the element or attribute at a place."""
    value = frame_of(data)
    for part in place:
        children = XmlChildren(data, value.start, value.end, value.kind)
        yield from children.steps()
        found = next((child for child in map(children.value, range(len(children))) if _is_part(data, child, str(part))), None)
        if found is None:
            return None
        value = found
    return value


def part_of(data: Buffer, value: XmlValue) -> str:
    """Return what an element or attribute adds to the place of its parent, empty for anything else."""
    if value.key is None:
        return ""
    name = data[slice(*value.key)].decode("utf-8", "replace")
    if value.kind == "attribute":
        return f"@{name}"
    return f"{name}[{value.number}]" if value.number else name


def _is_part(data: Buffer, value: XmlValue, part: str) -> bool:
    own = part_of(data, value)
    return bool(own) and (own == part or (value.number <= 1 and own == part.removesuffix("[1]")))


def _holding(children: XmlChildren, offset: int) -> XmlValue | None:
    """Return the child that holds a byte; an attribute is held from its name on."""
    low, high = 0, len(children)
    while low < high:
        middle = (low + high) // 2
        if children.value(middle).end <= offset:
            low = middle + 1
        else:
            high = middle
    if low == len(children):
        return None
    child = children.value(low)
    start = child.key[0] if child.kind == "attribute" and child.key is not None else child.start
    return replace(child) if start <= offset < child.end else None
