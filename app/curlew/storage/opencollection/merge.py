"""What a changed value means for the file it came from: a three-way merge, in which what did not change stays as the file has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from curlew.errors import BrokenFileError
from curlew.storage.opencollection.fields import Tree
from curlew.storage.opencollection.sameness import fingerprint, same


@dataclass(frozen=True, slots=True)
class Encoder:
    """How one kind of file becomes a value, and a value a tree."""

    decode: Callable[[Mapping[str, Any]], Any]
    encode: Callable[[Any], Tree]


def rendered(value: Any, previous: str | None, coder: Callable[[Mapping[str, Any]], Encoder]) -> str:
    """Return the text for `value`; `previous` itself where it holds the same value, else with as few lines changed as possible.

    Whatever is written has been read back and compared with what was meant.
    """
    # What only writing needs is loaded by the first save: a start reads.
    from curlew.storage.opencollection.emitter import emit

    if previous is None:
        return emit(coder({}).encode(value))
    from curlew.storage.opencollection.patch import LIMITS, patched
    from curlew.storage.opencollection.reader import read

    root = read(previous)
    encoder = coder(root.data)
    old = encoder.decode(root.data)
    if old == value:
        return previous
    wanted = encoder.encode(value)
    tree = merged(root.data, encoder.encode(old), wanted)
    if encoder.encode(encoder.decode(tree)) != encoder.encode(encoder.decode(wanted)):
        return _anew(wanted, previous)  # the file says it in a way that stands against the change
    for limit in LIMITS:
        text = patched(previous, root, tree, limit)
        if text is not None and _says(text, tree):
            return text
    return _anew(tree, previous)


def _anew(tree: Tree, previous: str) -> str:
    """Write a whole file, with the line ends and the byte-order mark of the one before."""
    from curlew.storage.opencollection.emitter import emit
    from curlew.storage.opencollection.patch import line_break

    mark = "\ufeff" if previous.startswith("\ufeff") else ""
    return mark + emit(tree).replace("\n", line_break(previous))


def _says(text: str, tree: Tree) -> bool:
    from curlew.storage.opencollection.reader import read

    try:
        return same(read(text).data, tree)
    except BrokenFileError:
        return False


def merged(file: Any, base: Any, wanted: Any) -> Any:
    """Carry the change from `base` to `wanted` over to `file`, of which `base` is what the model understood."""
    if base == wanted:
        return file
    if isinstance(file, dict) and isinstance(base, dict) and isinstance(wanted, dict):
        return _merged_mapping(file, base, wanted)
    if isinstance(file, list) and isinstance(base, list) and isinstance(wanted, list) and len(file) == len(base):
        return _merged_list(file, base, wanted)
    return wanted


def _merged_mapping(file: Tree, base: Tree, wanted: Tree) -> Tree:
    result: Tree = {}
    for key, value in file.items():
        if key in base and key in wanted:
            result[key] = merged(value, base[key], wanted[key])
        elif key in wanted:
            result[key] = wanted[key]
        elif key not in base:
            result[key] = value
    order = list(wanted)
    for place, key in enumerate(order):
        if key in result or (key in base and base[key] == wanted[key]):
            continue
        before = next((other for other in reversed(order[:place]) if other in result), None)
        result = _with_key_after(result, before, key, wanted[key])
    return result


def _with_key_after(tree: Tree, before: str | None, key: str, value: Any) -> Tree:
    """Return the mapping with a new key behind `before`, or in front of all."""
    if before is None:
        return {key: value, **tree}
    result: Tree = {}
    for other, content in tree.items():
        result[other] = content
        if other == before:
            result[key] = value
    return result


def _merged_list(file: list[Any], base: list[Any], wanted: list[Any]) -> list[Any]:
    from curlew.storage.opencollection.alignment import aligned

    gone: dict[str, list[int]] = {}
    pairs = list(aligned([fingerprint(entry) for entry in base], [fingerprint(entry) for entry in wanted]))
    for old, new in pairs:
        if new is None and old is not None:
            gone.setdefault(fingerprint(base[old]), []).append(old)
    result = []
    for old, new in pairs:
        if new is None:
            continue
        if old is not None:
            result.append(merged(file[old], base[old], wanted[new]))
            continue
        moved = gone.get(fingerprint(wanted[new]))
        result.append(file[moved.pop(0)] if moved else wanted[new])
    return result
