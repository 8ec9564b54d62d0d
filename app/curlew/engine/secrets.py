"""Secret values: typed here, kept in the system's keyring (or for this run only), and found again by what they belong to."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets as random_secrets
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, Literal

from curlew.engine.disk import Disk
from curlew.model.events import Announcer
from curlew.storage import jsonfile
from curlew.storage.secrets import Keyring, NoKeyringError

PATIENCE_S = 5.0
"""How long a send waits for a keyring that does not answer; then it goes without, and says so."""

PAUSE_S = 0.5
CLOSE_WITHIN_S = 1.0

GONE = "gone:"
PROGRAM = "program"
"""The place of what belongs to no item: the proxy's password, tokens."""

_IN_FILE = "in-file"
_BURIED = re.compile(rf"{GONE}([0-9]+):(.*)", re.DOTALL)


def scratch_place(draft_id: str) -> str:
    """Return the place of a request without a file: its draft outlasts its tab."""
    return f"scratch:{draft_id}"


class Secrets:
    """Values by place and field.

    A place is the path of an item or of an environment's file, `scratch:…` for a request without a file, or PROGRAM; a field is a path
    such as `auth.password`.

    The keyring knows values by random names only; which name belongs to which place stands in a file of the profile. So a rename moves
    names, not values, two items can never meet under one name, and a copy shares the value until one of both is changed.
    `changed` announces places. told: called once, with the reason, when there is no keyring that takes a value. To be used on the loop's
    thread; the keyring is worked in its own.
    """

    def __init__(self, file: Path, disk: Disk, keyring: Keyring | None = None, told: Callable[[str], None] = lambda _why: None) -> None:
        self._told = told
        self._file = file
        self._disk = disk
        self._keyring = keyring or Keyring()
        self._names: dict[str, dict[str, str]] = {}
        self._values: dict[str, str] = {}
        self._volatile: set[str] = set()
        self._cleared = False
        self._has_told = False
        self._reading: dict[str, Future[str | None]] = {}
        self._due: dict[str, str] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing = 0
        self._written_all = asyncio.Event()
        self.changed: Announcer[str] = Announcer()
        self.kept: Literal["unknown", "keyring", "memory"] = "unknown"
        self.why_not = ""

    def load(self) -> None:
        """Read which values the keyring holds (before the loop's work begins); the values themselves are read when they are needed."""
        noted = jsonfile.read_mapping(self._file, [])
        for place, fields in noted.items():
            if isinstance(fields, dict):
                self._names[place] = {field: name for field, name in fields.items() if isinstance(name, str)}

    # --- values ---

    def get(self, place: str, field: str) -> str | None:
        """Return a value that is at hand; None where there is none, or it was not read yet (see `ready`)."""
        name = self._names.get(place, {}).get(field)
        return None if name is None else self._values.get(name)

    def holds(self, place: str, field: str) -> bool:
        """Whether there is a value, at hand or not."""
        return self._names.get(place, {}).get(field, _IN_FILE) != _IN_FILE

    def knows(self, place: str) -> bool:
        """Whether anything is kept for a place."""
        return bool(self._names.get(place))

    def set(self, place: str, field: str, value: str | None) -> None:
        """Keep a value, at hand at once and in the keyring soon; None or an empty one forgets it."""
        former = self._names.get(place, {}).get(field)
        if not value:
            if former is not None:
                self._names[place].pop(field)
                self._let_go(former)
                self._note(place)
            return
        if former is not None and self._values.get(former) == value:
            return
        shared = former is None or former == _IN_FILE or self._users(former) > 1
        name = random_secrets.token_hex(16) if shared or former is None else former
        self._names.setdefault(place, {})[field] = name
        self._values[name] = value
        self._volatile.add(name)
        self._due[name] = place
        self._soon()
        self.changed.announce(place)

    def keep_in_file(self, place: str, field: str, keep: bool) -> None:
        """Note that a person wants a field's value to stand in the file, and not here."""
        if keep:
            self.set(place, field, None)
            self._names.setdefault(place, {})[field] = _IN_FILE
        elif self.is_in_file(place, field):
            self._names[place].pop(field)
        self._note(place)

    def is_in_file(self, place: str, field: str) -> bool:
        return self._names.get(place, {}).get(field) == _IN_FILE

    async def ready(self, wanted: Iterable[tuple[str, str]], patience: float = PATIENCE_S) -> tuple[tuple[str, str], ...]:
        """Read what is wanted and held but not at hand; return what could not be read in time. Never raises, never blocks the loop."""
        missing = {
            (place, field): name
            for place, field in wanted
            if (name := self._names.get(place, {}).get(field, _IN_FILE)) != _IN_FILE and name not in self._values
        }
        if not missing:
            return ()
        await asyncio.wait([asyncio.wrap_future(self._read(name)) for name in dict.fromkeys(missing.values())], timeout=patience)
        return tuple(at for at, name in missing.items() if name not in self._values)

    def read_below(self, folders: Iterable[Path]) -> None:
        """Begin to read what belongs to folders and what lies in them, and to the program itself; forget what nobody can bring back."""
        self._forget_gone()
        heads = tuple(str(folder) for folder in folders)
        for place, fields in self._names.items():
            if place == PROGRAM or any(_is_below(place, head) for head in heads):
                for name in fields.values():
                    if name != _IN_FILE and name not in self._values:
                        self._read(name)

    def _read(self, name: str) -> Future[str | None]:
        under_way = self._reading.get(name)
        if under_way is not None and not under_way.done():
            return under_way
        done: Future[str | None] = Future()
        self._reading[name] = done

        def arrived(future: Future[str | None]) -> None:
            self._reading.pop(name, None)
            value = None if future.exception() is not None else future.result()
            if value is not None and name not in self._values:
                self._values[name] = value
            self._tell(future)
            done.set_result(value)
            for place in [place for place, fields in self._names.items() if name in fields.values()]:
                self.changed.announce(place)

        self._watch(self._keyring.get(name), arrived)
        return done

    # --- writing: a short while after the last key ---

    def _soon(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self._write)
        except RuntimeError:
            self._write()

    def _write(self) -> None:
        self._timer = None
        due, self._due = self._due, {}
        for name, place in due.items():
            value = self._values.get(name)
            if value is not None:
                self._writing += 1
                self._watch(self._keyring.set(name, value), partial(self._written, place, name))

    async def close(self) -> None:
        """Write what is due, and give the keyring a moment."""
        if self._timer is not None:
            self._timer.cancel()
            self._write()
        self._written_all.clear()
        if self._writing:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._written_all.wait(), CLOSE_WITHIN_S)

    def forget(self, place: str) -> None:
        """Forget all that is kept for a place that is gone for good."""
        names = self._names.pop(place, {})
        for name in names.values():
            self._let_go(name)
        if names:
            self._note(place)

    # --- following the tree ---

    def move(self, old: str, new: str) -> None:
        """Let everything below a place follow it to another one."""
        moved = {place: new + place[len(old) :] for place in self._names if _is_below(place, old)}
        for place, wanted in moved.items():
            self._names[wanted] = self._names.pop(place)
        if moved:
            self._note(new)

    def copy(self, old: str, new: str) -> None:
        """Give a copy of an item what its original has."""
        copied = {new + place[len(old) :]: dict(fields) for place, fields in self._names.items() if _is_below(place, old)}
        if copied:
            self._names.update(copied)
            self._note(new)

    def bury(self, place: str) -> None:
        """Follow an item that was deleted, restorably: what comes to its place must not get its values."""
        numbers = [int(found[1]) for old in self._names if (found := _BURIED.match(old))]
        self.move(place, f"{GONE}{max(numbers, default=0) + 1}:{place}")

    def unbury(self, place: str) -> None:
        """Follow the item that was deleted last from a place, and came back."""
        found = [hit for old in self._names if (hit := _BURIED.match(old)) and _is_below(hit[2], place)]
        if found:
            self.move(f"{GONE}{max(int(hit[1]) for hit in found)}:{place}", place)

    # --- inside ---

    def _forget_gone(self) -> None:
        """Forget what belonged to deleted items of earlier runs, whose undo nobody has any more."""
        if self._cleared:
            return
        self._cleared = True
        for place in [place for place in self._names if place.startswith(GONE)]:
            for name in self._names.pop(place).values():
                self._let_go(name)

    def _users(self, name: str) -> int:
        return sum(name in fields.values() for fields in self._names.values())

    def _let_go(self, name: str) -> None:
        if name != _IN_FILE and not self._users(name):
            self._values.pop(name, None)
            self._watch(self._keyring.delete(name), lambda _future: None)

    def _note(self, place: str) -> None:
        """Write which names belong to which places, and say that a place changed. Values that are in no keyring are not noted."""
        noted = {
            place: kept
            for place, fields in self._names.items()
            if (kept := {field: name for field, name in fields.items() if name not in self._volatile})
        }
        self._disk.later(lambda: jsonfile.write_json(self._file, noted))
        self.changed.announce(place)

    def _written(self, place: str, name: str, future: Future[None]) -> None:
        self._tell(future)
        self._writing -= 1
        if not self._writing:
            self._written_all.set()
        if future.exception() is None:
            self._volatile.discard(name)
            if self._users(name):
                self._note(place)
            else:
                self._let_go(name)
        else:
            self.changed.announce(place)

    def _tell(self, future: Future[Any]) -> None:
        error = future.exception()
        self.why_not = str(error) if isinstance(error, NoKeyringError) else ""
        if error is not None and self.kept != "memory" and not self._has_told:
            self._has_told = True
            self._told(self.why_not)
        self.kept = "keyring" if error is None else "memory"

    def _watch(self, future: Future[Any], then: Callable[[Future[Any]], None]) -> None:
        """Call `then` on the loop's thread when the keyring is done."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            future.add_done_callback(then)
            return

        def arrived(_done: Future[Any]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(then, future)

        future.add_done_callback(arrived)


def _is_below(place: str, head: str) -> bool:
    return place == head or (place.startswith(head) and place[len(head)] in "/\\#")
