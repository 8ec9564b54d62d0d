"""The rows of a collection's files by size and time: one file a collection, so that the next start reads no request."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from curlew.errors import StorageError
from curlew.model.tree import ItemKind
from curlew.storage import jsonfile
from curlew.storage.listing import Known, Row

FORMAT = 1
KINDS = {kind.value: kind for kind in ItemKind}
SETTLED_NS = 2_000_000_000
"""A file changed so shortly before it was read may change again without another time: such rows are not kept."""


class RowCache:
    """Reads and writes the rows of collections. Whatever is wrong with a file, there is no cache then: it can be made again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, collection: Path) -> dict[str, Known]:
        try:
            saved = json.loads(self._path(collection).read_bytes())
            if saved["format"] != FORMAT:
                return {}
            return {path: Known(size, mtime, Row(KINDS[row[0]], *row[1:])) for path, (size, mtime, row) in saved["rows"].items()}
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return {}

    def write(self, collection: Path, rows: Mapping[str, Known], read_at_ns: int | None = None) -> None:
        settled = (time.time_ns() if read_at_ns is None else read_at_ns) - SETTLED_NS
        kept = {path: (known.size, known.mtime_ns, known.row) for path, known in rows.items() if known.mtime_ns < settled}
        data = json.dumps({"format": FORMAT, "rows": kept}, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        try:
            jsonfile.write_bytes(self._path(collection), data)
        except StorageError:
            pass  # no cache, no harm: the next start reads the files

    def _path(self, collection: Path) -> Path:
        digest = hashlib.sha256(os.fsencode(os.path.abspath(collection))).hexdigest()[:24]
        return self._folder / "collections" / f"{digest}.json"
