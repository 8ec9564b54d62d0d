"""A tree to YAML text in Bruno's layout, quoted only where YAML 1.2 or libyaml would read something else than meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from curlew.storage.opencollection.scalars import Plain, number_text, reads_as_text

_SPACED = {"info", "http", "graphql", "grpc", "websocket", "mock", "routes", "runtime", "settings", "examples", "docs", "items", "request"}
"""Top-level keys before which Bruno puts a blank line."""

_SPACED_BLOCKS = {"collections", "config", "app", "extensions"}
"""Those before which we put one, where they hold a block."""

_ODD = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_NEEDS_ESCAPES = re.compile(f"[{_ODD}]")
_ESCAPED = re.compile(f'["\\\\\n\t{_ODD}]')
_NOT_PLAIN = re.compile(r"^[\t ,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?:-][\t ]|:[\t ]|[\t ]#|[\t :-]$|\n")
_NOT_BLOCK = re.compile(r"\n[\t ]+\n*\Z")
_LEADING = re.compile(r"[\t \n]*")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", "\b": "\\b", "\f": "\\f"}
_SHORTEST_FOLDED = 40  # as in Bruno
_LONGEST_KEY = 1000  # an implicit key ends within 1024 characters (YAML 1.2, section 7.4)

INDENT = 2


def emit(tree: Mapping[str, Any]) -> str:
    """Write a whole file."""
    lines: list[str] = []
    for key, value in tree.items():
        entry = list(entry_lines(key, value, 0))
        if lines and lines[-1] and needs_blank_before(key, entry):
            lines.append("")
        lines += entry
    return "\n".join(lines) + "\n" if lines else "{}\n"


def needs_blank_before(key: str, lines: list[str]) -> bool:
    """Whether a top-level entry of these lines is set off by a blank line."""
    return key in _SPACED or (key in _SPACED_BLOCKS and len(lines) > 1)


def entry_lines(key: str, value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of `key: value`, the key standing at column `indent`."""
    pad = " " * indent
    head = key_text(key)
    if len(head) > _LONGEST_KEY:
        yield f"{pad}? {head}"
        head = ""
    first, *rest = value_lines(value, indent)
    yield f"{pad}{head}:{' ' + first if first else ''}"
    yield from rest


def item_lines(value: Any, indent: int) -> Iterator[str]:
    """Yield the lines of one list entry, the dash standing at column `indent`."""
    pad = " " * indent
    if isinstance(value, (dict, list)) and value:
        inner = indent + INDENT
        lines = _mapping_lines(value, inner) if isinstance(value, dict) else (x for entry in value for x in item_lines(entry, inner))
        for place, line in enumerate(lines):
            yield line if place else f"{pad}- {line[inner:]}"
        return
    first, *rest = value_lines(value, indent)
    yield f"{pad}- {first}"
    yield from rest


def value_lines(value: Any, indent: int) -> list[str]:
    """Return what follows a key at column `indent`: the rest of its line (empty before a block), then whole lines."""
    if isinstance(value, dict):
        return ["", *_mapping_lines(value, indent + INDENT)] if value else ["{}"]
    if isinstance(value, (list, tuple)):
        return ["", *(line for entry in value for line in item_lines(entry, indent + INDENT))] if value else ["[]"]
    if isinstance(value, str) and not isinstance(value, Plain) and "\n" in value:
        return block_lines(value, indent + INDENT, INDENT) if can_be_block(value) else folded_lines(value, indent + INDENT)
    return [inline(value)]


def _mapping_lines(tree: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in tree.items():
        yield from entry_lines(key, value, indent)


def can_be_block(text: str) -> bool:
    """Whether a text can stand as a literal block: several lines, nothing that needs escapes, something in the last line."""
    return "\n" in text and _NEEDS_ESCAPES.search(text) is None and _NOT_BLOCK.search(text) is None and not text.isspace()


def block_lines(text: str, column: int, indent: int) -> list[str]:
    """Return header and lines of a literal block whose text stands at `column`, `indent` more than its parent."""
    leading = _LEADING.match(text)
    indicator = str(indent) if leading and leading.group(0).strip("\n") else ""
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    chomping = ("-", "")[breaks] if breaks < 2 else "+"
    pad = " " * column
    lines = [pad + line if line else "" for line in body.split("\n")]
    return [f"|{indicator}{chomping}", *lines, *[""] * (breaks - 1)]


def folded_lines(text: str, column: int) -> list[str]:
    """Return the lines of a double-quoted text, one for each of its own where it is long, continued at `column`.

    A break and n empty lines are n line feeds (YAML 1.2, section 7.3.1); blanks beside a break are escaped, since folding eats them.
    """
    whole = double_quoted(text)
    body = text.rstrip("\n")
    if len(whole) < _SHORTEST_FOLDED or "\n" not in body:
        return [whole]
    parts = [_ESCAPED.sub(_escape, part) for part in re.split(r"\n+", body)]
    breaks = [len(found) for found in re.findall(r"\n+", body)]
    parts = [re.sub(r" \Z", r"\\x20", part) for part in parts[:-1]] + parts[-1:]
    parts = parts[:1] + [re.sub(r"\A ", r"\\ ", part) for part in parts[1:]]
    pad = " " * column
    lines = ['"' + parts[0]]
    for count, part in zip(breaks, parts[1:], strict=True):
        lines += [""] * count
        lines.append(pad + part)
    lines[-1] += "\\n" * (len(text) - len(body)) + '"'
    return lines


def key_text(key: str) -> str:
    return inline(str(key))


def inline(value: Any, flow: bool = False) -> str:
    """Write a scalar (or an empty collection) on one line; `flow` inside brackets."""
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, str):
        return _text(value, flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def _text(text: str, flow: bool) -> str:
    if _NEEDS_ESCAPES.search(text) is not None:
        return double_quoted(text)
    if reads_as_text(text) and _NOT_PLAIN.search(text) is None and not (flow and _FLOW_MARKS.search(text)):
        return text
    return quoted(text)


_FLOW_MARKS = re.compile(r"[,\[\]{}:?]")


def quoted(text: str) -> str:
    """Quote a text: double, unless only single quotes spare the escapes (as Bruno does)."""
    if '"' in text and "'" not in text and "\n" not in text and _NEEDS_ESCAPES.search(text) is None:
        return f"'{text}'"
    return double_quoted(text)


def double_quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found.group(0)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
