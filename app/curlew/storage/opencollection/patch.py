"""Changing the text of a file so that it says another tree: line by line, leaving alone what says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from curlew.storage.opencollection.alignment import aligned
from curlew.storage.opencollection.emitter import (
    INDENT,
    block_lines,
    can_be_block,
    double_quoted,
    entry_lines,
    inline,
    item_lines,
    needs_blank_before,
    value_lines,
)
from curlew.storage.opencollection.reader import Node
from curlew.storage.opencollection.sameness import fingerprint, same
from curlew.storage.opencollection.scalars import Plain

LIMITS = (100, 3, 2, 1)
"""How deep to look for the part to change, tried in this order until the result reads as meant."""

_COLON = re.compile(r"[ \t]*:")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")


class _CannotPatch(Exception):  # noqa: N818 - control flow, not an error
    """This part cannot be changed in place; the one around it has to be written anew."""


class _Entry(NamedTuple):
    """A key with its value, or a dash with its item: where it begins, and the node of its value."""

    start: int
    node: Node
    key: Node | None = None


def patched(text: str, root: Node, tree: Any, limit: int) -> str | None:
    """Return `text`, whose root node is given, changed to say `tree`; None where that needs the whole file written anew.

    limit: levels below which parts are written anew as a whole.
    """
    patch = _Patch(text)
    try:
        if root.flow:
            patch.flow(root, tree)
        else:
            patch.collection(root, tree, limit)
    except _CannotPatch:
        return None
    return patch.applied()


def line_break(text: str) -> str:
    """Return what ends most lines of a text: LF, or CR LF."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf and crlf * 2 > text.count("\n") else "\n"


@dataclass(slots=True)
class _Patch:
    """The edits of one text: (start, end, replacement), found from top to bottom."""

    text: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    newline: str = ""

    def __post_init__(self) -> None:
        self.newline = line_break(self.text)

    def applied(self) -> str | None:
        """Return the text with all edits; None where two of them touch the same part."""
        ordered = sorted(range(len(self.edits)), key=lambda place: (*self.edits[place][:2], place))
        pieces: list[str] = []
        at = 0
        for place in ordered:
            start, end, replacement = self.edits[place]
            if start < at:
                return None
            pieces += (self.text[at:start], replacement)
            at = end
        return "".join((*pieces, self.text[at:]))

    # --- collections ---

    def collection(self, node: Node, tree: Any, limit: int) -> None:
        """Make a block mapping or list say `tree`, which is of the same kind."""
        if limit <= 0 or not node.children or not tree or isinstance(tree, dict) != (node.style == "{"):
            raise _CannotPatch
        entries = list(self._entries(node))
        if node.style == "{":
            self._mapping(node, entries, tree, limit)
        else:
            self._list(entries, tree, limit)

    def _mapping(self, node: Node, entries: list[_Entry], tree: dict[str, Any], limit: int) -> None:
        places = {str(key.data): place for place, key in enumerate(node.keys)}
        kept = [places[key] for key in tree if key in places]
        if not kept or kept != sorted(kept):
            raise _CannotPatch
        self._remove([place for place in range(len(entries)) if place not in kept], entries)
        column = self._column(entries[0].start)
        before: _Entry | None = None
        for key, value in tree.items():
            place = places.get(key)
            if place is None:
                lines = list(entry_lines(key, value, column))
                self._insert(lines, before, entries[kept[0]], column, spaced=column == 0 and needs_blank_before(key, lines))
                continue
            before = entries[place]
            if not same(before.node.data, value):
                self._value(before, value, column, limit)

    def _list(self, entries: list[_Entry], tree: list[Any], limit: int) -> None:
        column = self._column(entries[0].start)
        pairs = list(aligned([fingerprint(entry.node.data) for entry in entries], [fingerprint(value) for value in tree]))
        kept = [old for old, new in pairs if old is not None and new is not None]
        if not kept:
            raise _CannotPatch
        gone = [old for old, new in pairs if new is None and old is not None]
        self._remove(gone, entries)
        before: _Entry | None = None
        for old, new in pairs:
            if new is None:
                continue
            if old is None:
                lines = self._moved(tree[new], [entries[place] for place in gone]) or list(item_lines(tree[new], column))
                self._insert(lines, before, entries[kept[0]], column)
                continue
            before = entries[old]
            if not same(before.node.data, tree[new]):
                self._value(before, tree[new], column, limit)

    def _moved(self, value: Any, gone: list[_Entry]) -> list[str] | None:
        """Return the lines of an item that stood elsewhere in the list, as they were."""
        for entry in gone:
            start = self._line_start(entry.start)
            if same(entry.node.data, value) and self._owns_line(entry.start):
                return self.text[start : self._line_end(entry.node.end)].splitlines()
        return None

    def _entries(self, node: Node) -> Iterator[_Entry]:
        if node.flow:
            raise _CannotPatch
        if node.style == "{":
            for key, child in zip(node.keys, node.children, strict=True):
                yield _Entry(key.start, child, key)
            return
        column = self._column(node.start)
        dash = re.compile(rf"^ {{{column}}}-(?=[ \t\r\n]|\Z)", re.MULTILINE)
        at = node.start
        for place, child in enumerate(node.children):
            if place:
                found = dash.search(self.text, at, max(child.start, at))
                if found is None:
                    raise _CannotPatch
                yield _Entry(found.end() - 1, child)
            else:
                yield _Entry(node.start, child)
            at = child.end

    def _remove(self, gone: list[int], entries: list[_Entry]) -> None:
        for place in gone:
            entry = entries[place]
            if self._owns_line(entry.start):
                start, end = self._line_start(entry.start), self._line_end(entry.node.end)
                if self._column(entry.start) == 0:
                    start = self._over_blanks(start, end)
                self.edits.append((start, end, ""))
            elif place + 1 < len(entries) and place + 1 not in gone:
                self.edits.append((entry.start, entries[place + 1].start, ""))
            else:
                raise _CannotPatch

    def _over_blanks(self, start: int, end: int) -> int:
        """Move the start of a removed top-level part back over blank lines, unless a blank line would then be missing behind it."""
        following = self.text[end : self._line_end(end)]
        if end < len(self.text) and following.strip():
            return start
        while start and not (line := self.text[self._line_start(start - 1) : start]).strip():
            start -= len(line)
        return start

    def _insert(self, lines: list[str], before: _Entry | None, first: _Entry, column: int, spaced: bool = False) -> None:
        """Put whole lines behind an entry, or in front of the first one that stays."""
        if before is None:
            block = self.newline.join([*lines, ""])
            if self._owns_line(first.start):
                start = self._line_start(first.start)
                self.edits.append((start, start, block))
            else:
                self.edits.append((first.start, first.start, block[column:] + " " * column))
            return
        at = self._line_end(before.node.end)
        missing = "" if at == 0 or self.text[at - 1] == "\n" else self.newline
        apart = not spaced or self.text[:at].endswith(("\n\n", "\n\r\n")) or self._keeps_breaks(before.node)
        blank = "" if apart else self.newline
        self.edits.append((at, at, missing + blank + self.newline.join([*lines, ""])))

    def _keeps_breaks(self, node: Node) -> bool:
        """Whether a part ends in a block that would take blank lines behind it for its own (`|+`)."""
        while node.children and not node.flow:
            node = node.children[-1]
        header = _BLOCK_HEADER.match(self.text, node.start) if node.style in ("|", ">") else None
        return header is not None and "+" in header.group(0).partition("#")[0]

    # --- values ---

    def _value(self, entry: _Entry, value: Any, column: int, limit: int) -> None:
        """Make the value of an entry say something else, in place where that can be."""
        node = entry.node
        if isinstance(value, (dict, list)) and node.style in ("{", "["):
            count = len(self.edits)
            try:
                if node.flow:
                    self.flow(node, value)
                else:
                    self.collection(node, value, limit - 1)
                return
            except _CannotPatch:
                del self.edits[count:]
        self._replace(entry, value, column)

    def flow(self, node: Node, value: Any) -> None:
        """Change scalars inside brackets; anything more has to be written anew."""
        if isinstance(value, dict) and list(value) == [str(key.data) for key in node.keys]:
            parts = list(zip(node.children, value.values(), strict=True))
        elif isinstance(value, list) and node.style == "[" and len(value) == len(node.children):
            parts = list(zip(node.children, value, strict=True))
        else:
            raise _CannotPatch
        for child, wanted in parts:
            if same(child.data, wanted):
                continue
            if isinstance(wanted, (dict, list)):
                if child.style not in ("{", "["):
                    raise _CannotPatch
                self.flow(child, wanted)
            elif child.start == child.end or child.style in ("{", "["):
                raise _CannotPatch
            else:
                quoted = child.style == '"' and isinstance(wanted, str) and not isinstance(wanted, Plain)  # it may be JSON
                self.edits.append((child.start, child.end, double_quoted(wanted) if quoted else inline(wanted, flow=True)))

    def _replace(self, entry: _Entry, value: Any, column: int) -> None:
        """Write the value of an entry anew, behind its colon or dash."""
        node = entry.node
        lines = self._new_lines(entry, value, column)
        if len(lines) == 1 and node.start < node.end and node.style not in ("|", ">") and "\n" not in self.text[entry.start : node.start]:
            self.edits.append((node.start, node.end, lines[0]))
            return
        start = entry.start + 1
        if entry.key is not None:
            colon = _COLON.match(self.text, entry.key.end)
            if colon is None:
                raise _CannotPatch
            start = colon.end()
        end = node.end
        if len(lines) > 1 and not lines[0].startswith('"'):
            stop = self.text.find("\n", end)
            comment = self.text[end : len(self.text) if stop < 0 else stop].rstrip("\r")
            if comment.strip():
                lines[0] += " " + comment.strip()
                end += len(comment)
        elif node.style in ("|", ">"):
            header = _BLOCK_HEADER.match(self.text, node.start)
            lines[0] += (header.group(1) or "") if header else ""
        if not lines[-1]:
            end = self._over_kept_breaks(end)
        head = f" {lines[0]}" if lines[0] else ""
        self.edits.append((start, end, self.newline.join([head, *lines[1:]])))

    def _new_lines(self, entry: _Entry, value: Any, column: int) -> list[str]:
        """Return what follows the colon or dash, then whole lines."""
        node = entry.node
        if isinstance(value, str) and not isinstance(value, Plain) and can_be_block(value):
            return self._block(node, value, column)
        if entry.key is None:
            first, *rest = item_lines(value, column)
            return [first[column + 2 :], *rest]
        if isinstance(value, list) and value and node.style == "[" and not node.flow:
            place = self._column(node.start)
            return ["", *(line for each in value for line in item_lines(each, place))]
        return value_lines(value, column)

    def _block(self, node: Node, value: str, column: int) -> list[str]:
        """Return a literal block, with the indentation, the comment and the untouched lines of the block that it replaces."""
        if node.style != "|":
            return block_lines(value, column + INDENT, INDENT)
        header, *raw = self.text[node.start : node.end].replace("\r\n", "\n").split("\n")
        found = _BLOCK_HEADER.match(header)
        first = next((line for line in raw if line.strip()), "")
        declared = re.search(r"[0-9]", header.partition("#")[0])
        place = column + int(declared.group(0)) if declared else len(first) - len(first.lstrip(" "))
        if not 1 <= place - column <= 9:
            return block_lines(value, column + INDENT, INDENT)
        head, *lines = block_lines(value, place, place - column)
        _keep_raw(raw, lines, place)
        return [head + (found.group(1) or "" if found else ""), *lines]

    def _over_kept_breaks(self, end: int) -> int:
        """Return the end with the blank lines that follow, which a text that ends in blank lines would take for its own."""
        while (stop := self.text.find("\n", end)) >= 0:
            following = self.text[stop + 1 : self._line_end(stop + 1)]
            if not following or following.strip():
                break
            end = stop + len(following.rstrip("\r\n")) + 1
        return end

    # --- lines ---

    def _line_start(self, at: int) -> int:
        start = self.text.rfind("\n", 0, at) + 1
        return start + 1 if start == 0 and self.text.startswith("\ufeff") else start

    def _line_end(self, at: int) -> int:
        """Return the place behind the line break of the line in which `at` is."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _owns_line(self, at: int) -> bool:
        return not self.text[self._line_start(at) : at].strip(" ")


def _keep_raw(raw: list[str], lines: list[str], column: int) -> None:
    """Where lines at both ends of a block are the old ones, keep these as they stand (blank ones may hold blanks)."""
    shared = min(len(raw), len(lines))
    for places in (range(shared), range(-1, -shared - 1, -1)):
        for place in places:
            old = raw[place]
            if (old if len(old) > column or old.strip() else "") != lines[place]:
                break
            lines[place] = old
