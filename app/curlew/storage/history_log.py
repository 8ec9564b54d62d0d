"""The files of the history: sends one after another, many to a file, so that a small one costs no file and no sync of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curlew.errors import StorageError
from curlew.storage import jsonfile
from curlew.text import _

FULL = 64
"""Sends to a file; a file goes when the last send in it is forgotten."""

FULL_SIZE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where the content of a send lies; length None: up to the file's end (files of the first format hold one send each)."""

    path: Path
    offset: int
    length: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A send in the files: its first line as a mapping, and the place of its content. problem: why it cannot be read, in words."""

    id: str
    line: dict[str, Any]
    place: Place
    problem: str = ""


class HistoryLog:
    """A record is a line (a JSON object with `length`), and so many bytes of content in the next line. Used by one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, Place] = {}
        self._in_file: dict[Path, dict[str, None]] = {}
        self._bodies: dict[str, list[Path]] = {}
        self._current: Path | None = None
        self._size = 0

    def scan(self) -> Iterator[Found]:
        """Yield what the files hold, newest file first, and remember where. A record cut off at the end (a killed program) is none."""
        for body in self._folder.glob("*.body"):
            self._bodies.setdefault(body.name.partition(".")[0], []).append(body)
        for path in sorted(self._folder.glob("*.jsonl"), reverse=True):
            try:
                found = list(_records(path))
            except OSError as error:
                found = [Found(path.stem, {}, Place(path, 0, None), error.strerror or str(error))]
            for one in reversed(found):
                if not one.problem:
                    self._remember(one.id, one.place)
                yield one

    def _remember(self, entry_id: str, place: Place) -> None:
        self._places[entry_id] = place
        self._in_file.setdefault(place.path, {})[entry_id] = None

    def append(self, records: Iterable[tuple[str, dict[str, Any], bytes]]) -> None:
        """Write (id, line, content) of sends, then sync once. Raises StorageError; what was written before it stays."""
        data, places = [], []
        path, at = self._file()
        for entry_id, line, content in records:
            path = path or self._folder / f"{entry_id}.jsonl"
            head = json.dumps({**line, "length": len(content)}, ensure_ascii=True).encode("ascii") + b"\n"
            places.append((entry_id, Place(path, at + len(head), len(content))))
            data += [head, content, b"\n"]
            at += len(head) + len(content) + 1
        if path is None:
            return
        self._write(path, b"".join(data))
        for entry_id, place in places:
            self._remember(entry_id, place)
        self._current, self._size = path, at

    def _file(self) -> tuple[Path | None, int]:
        """Return the file to go on with and its size; None where a new one is due."""
        current, self._current = self._current, None  # a failed write must not be written behind
        if current is None or self._size >= FULL_SIZE or len(self._in_file.get(current, ())) >= FULL or not current.exists():
            return None, 0
        return current, self._size

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with open(descriptor, "ab", buffering=0) as file:
                jsonfile.write_whole(file, data)
        except OSError as error:
            raise StorageError(
                _("The history could not be written"), error.strerror or str(error), _("Look at the free space and the rights there.")
            ) from error

    def keep_body(self, name: str, data: bytes) -> None:
        """Write a large body into a file of its own, whose name begins with the send's id and a dot."""
        self._bodies.setdefault(name.partition(".")[0], []).append(self._folder / name)
        jsonfile.write_bytes(self._folder / name, data)

    def read(self, entry_id: str) -> bytes:
        """Return a send's content. Raises LookupError or OSError; the text names the file."""
        place = self._places.get(entry_id)
        if place is None:
            raise LookupError(f"{entry_id}.jsonl")
        with place.path.open("rb") as file:
            file.seek(place.offset)
            return file.read(-1 if place.length is None else place.length)

    def remove(self, entry_ids: Iterable[str], erase: bool = False) -> None:
        """Forget sends: files with no other are removed. erase: the others are written anew, so that nothing of a send stays."""
        touched: set[Path] = set()
        for entry_id in entry_ids:
            place = self._places.pop(entry_id, None)
            path = place.path if place is not None else self._folder / f"{entry_id}.jsonl"
            self._in_file.setdefault(path, {}).pop(entry_id, None)
            touched.add(path)
            for body in self._bodies.pop(entry_id, ()):
                body.unlink(missing_ok=True)
        for path in touched:
            if not self._in_file[path]:
                del self._in_file[path]
                path.unlink(missing_ok=True)
            elif erase:
                self._rewrite(path)

    def _rewrite(self, path: Path) -> None:
        kept = {found.id: found for found in _records(path) if found.id in self._in_file[path] and not found.problem}
        contents = {entry_id: self.read(entry_id) for entry_id in kept}
        data = bytearray()
        for entry_id, found in kept.items():
            data += json.dumps({**found.line, "length": len(contents[entry_id])}, ensure_ascii=True).encode("ascii") + b"\n"
            self._places[entry_id] = Place(path, len(data), len(contents[entry_id]))
            data += contents[entry_id] + b"\n"
        jsonfile.write_bytes(path, bytes(data))
        if path == self._current:
            self._size = len(data)

    def last_number(self) -> int:
        """Return the largest number in use, 0 for none: names of files count too, of broken ones as well."""
        names = [path.stem for path in self._folder.glob("*.jsonl")] + list(self._places)
        return max((int(name) for name in names if name.isdecimal()), default=0)


def _records(path: Path) -> Iterator[Found]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while True:
            line = file.readline()
            at = file.tell()
            if not line and at:
                return
            try:
                mapping = json.loads(line)
                if not isinstance(mapping, dict):
                    raise TypeError("no mapping")
                length = mapping.pop("length", None)
            except (ValueError, TypeError, RecursionError) as error:
                if line.endswith(b"\n") or not at or at == len(line):  # else the end of a file that a killed program left
                    yield Found(path.stem, {}, Place(path, at, None), str(error))
                return
            if not isinstance(length, int):
                yield Found(path.stem, mapping, Place(path, at, None))
                return
            if at + length > size:
                return
            yield Found(str(mapping.get("id", "")), mapping, Place(path, at, length))
            file.seek(at + length + 1)
