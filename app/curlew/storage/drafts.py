"""What was typed and not saved: on disk within a second, outside the workspace, back after a crash or a normal quit."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeAlias

from curlew.errors import BrokenFileError, CurlewError
from curlew.model.request import Collection, FileValue
from curlew.model.variables import Environment
from curlew.storage import jsonfile
from curlew.storage.itemfile import stem_of
from curlew.storage.opencollection import codec
from curlew.text import _

DraftValue: TypeAlias = FileValue | Environment

_LOG = logging.getLogger(__name__)

FORMAT = 1

DELAY_S = 0.25
"""From the first change to the write: so many keys are gathered, and no text older than a second is lost."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit in progress.

    value: what the editor holds; None for a text page, whose text is `text`. path: the file it would be saved to, None for a
    scratch request. base_hash: of the file's text that the edit started from. tab: what the window wants back (kept as it is).
    """

    id: str
    value: DraftValue | None = None
    text: str = ""
    path: Path | None = None
    base_hash: str = ""
    tab: Mapping[str, Any] = field(default_factory=dict)


class Drafts:
    """Drafts in memory, journalled by a thread of their own, one file a draft.

    `put` and `drop` return at once. `problems` tells what could not be read; `failed` is called (in the thread) where a write fails.
    """

    def __init__(self, folder: Path, failed: Callable[[CurlewError], None] = lambda _error: None) -> None:
        self._folder = folder
        self._failed = failed
        self._drafts: dict[str, Draft] = {}
        self._dirty: set[str] = set()
        self._writing = 0
        self._closing = False
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self.problems: list[str] = []

    def load(self) -> tuple[Draft, ...]:
        """Read the drafts of earlier runs; a broken file is set aside and told in `problems`."""
        for path in sorted(self._folder.glob("*.json")):
            mapping = jsonfile.read_mapping(path, self.problems)
            if not mapping:
                continue
            if mapping.get("format", FORMAT) != FORMAT:
                self.problems.append(_("A draft of a newer Curlew was left as it is: {name}").format(name=path.name))
                continue
            try:
                draft = _from_json(path.stem, mapping)
            except (CurlewError, LookupError, TypeError, ValueError) as error:
                reason = error.reason if isinstance(error, CurlewError) else repr(error)
                self.problems.append(
                    _("A draft could not be read ({reason}); it is kept as {name}").format(
                        reason=reason, name=jsonfile.quarantine(path).name
                    )
                )
                continue
            self._drafts.setdefault(draft.id, draft)
        return self.all()

    @staticmethod
    def new_id() -> str:
        return token_hex(16)

    def all(self) -> tuple[Draft, ...]:
        with self._change:
            return tuple(self._drafts.values())

    def get(self, draft_id: str) -> Draft | None:
        return self._drafts.get(draft_id)

    def for_path(self, path: Path) -> Draft | None:
        """Return the draft of a file, None if it has none."""
        return next((draft for draft in self.all() if draft.path == path), None)

    def put(self, draft: Draft) -> None:
        """Add or replace a draft; it is on disk within a second."""
        with self._change:
            self._drafts[draft.id] = draft
            self._note(draft.id)

    def drop(self, draft_id: str) -> None:
        """Forget a draft (saved, or given up); its file goes within a second."""
        with self._change:
            if self._drafts.pop(draft_id, None) is not None:
                self._note(draft_id)

    def move(self, old: Path, new: Path) -> None:
        """Let the drafts of a file, or of all files below a folder, follow it to its new place."""
        with self._change:
            for draft in tuple(self._drafts.values()):
                if draft.path is not None and draft.path.is_relative_to(old):
                    self._drafts[draft.id] = replace(draft, path=new / draft.path.relative_to(old))
                    self._note(draft.id)

    def flush(self, timeout: float | None = 2.0) -> bool:
        """Write what is waiting now; return whether all is on disk. Not on the window's thread."""
        with self._change:
            self._closing = True  # no gathering of keys
            self._change.notify_all()
            done = self._change.wait_for(lambda: not self._dirty and not self._writing, timeout)
            self._closing = False
            return done

    def _note(self, draft_id: str) -> None:
        self._dirty.add(draft_id)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
            self._thread.start()
        self._change.notify_all()

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._dirty)
                self._change.wait_for(lambda: self._closing, DELAY_S)
                waiting = {draft_id: self._drafts.get(draft_id) for draft_id in self._dirty}
                self._dirty.clear()
                self._writing = len(waiting)
            for draft_id, draft in waiting.items():
                self._write(draft_id, draft)
            with self._change:
                self._writing = 0
                self._change.notify_all()

    def _write(self, draft_id: str, draft: Draft | None) -> None:
        path = self._folder / f"{draft_id}.json"
        try:
            if draft is None:
                path.unlink(missing_ok=True)
            else:
                jsonfile.write_bytes(path, json.dumps(_to_json(draft), ensure_ascii=True).encode("ascii"))
        except CurlewError as error:
            self._failed(error)
        except OSError as error:
            self._failed(CurlewError(_("A draft could not be removed"), str(error)))
        except Exception as error:  # one draft that cannot be written must not end the journal of all others
            _LOG.exception("A draft could not be written")
            self._failed(CurlewError(_("A draft could not be kept"), repr(error), _("Save the request to keep your edit.")))


def _to_json(draft: Draft) -> dict[str, Any]:
    kind, text = _render(draft)
    return {
        "format": FORMAT,
        "kind": kind,
        "path": None if draft.path is None else str(draft.path),
        "base_hash": draft.base_hash,
        "tab": dict(draft.tab),
        "text": text,
    }


def _render(draft: Draft) -> tuple[str, str]:
    match draft.value:
        case None:
            return "text", draft.text
        case Collection():
            return "collection", codec.render_collection(draft.value, None)
        case Environment():
            return "environment", codec.render_environment(draft.value, None)
        case _:
            return "item", codec.render_item(draft.value, None)


def _from_json(draft_id: str, mapping: Mapping[str, Any]) -> Draft:
    kind, text, tab = mapping["kind"], mapping["text"], mapping.get("tab", {})
    path = None if mapping.get("path") is None else Path(mapping["path"])
    if not isinstance(text, str) or not isinstance(tab, dict):
        raise BrokenFileError(_("A draft is broken"), _("it holds no text"))
    stem = _stem(path)
    parsers: Mapping[str, Callable[[str, str], DraftValue]] = {
        "collection": codec.parse_collection,
        "environment": codec.parse_environment,
        "item": codec.parse_item,
    }
    value = parsers[kind](text, stem) if kind != "text" else None
    return Draft(draft_id, value, text if value is None else "", path, str(mapping.get("base_hash", "")), tab)


def _stem(path: Path | None) -> str:
    return "" if path is None else stem_of(path)
