"""What is known of files that a body names: whether they are there, and how large; asked off the window's thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.widgets.cell_table import Look

TRAIL = (("folder", _("Choose a file")), ("close", _("Clear")))


class FileFacts(QObject):
    """Sizes by path as written; None for a file that is not there. `changed` comes when something new is known.

    base: the folder that relative paths count from (the collection's).
    """

    changed = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._sizes: dict[str, int | None] = {}
        self.base: Path | None = None

    def set_base(self, base: Path | None) -> None:
        if base != self.base:
            self.base = base
            self._sizes.clear()

    def size(self, path: str) -> int | None:
        return self._sizes.get(path)

    def is_missing(self, path: str) -> bool:
        """Tell whether a file is known not to be there; a path with variables is not known."""
        return path in self._sizes and self._sizes[path] is None

    def ask(self, paths: Iterable[str]) -> None:
        """Find out about files, if not known yet."""
        wanted = [path for path in dict.fromkeys(paths) if path and "{{" not in path and path not in self._sizes]
        if wanted:
            self._tasks.start(self._find_out(wanted), _("Looking at files"))

    async def _find_out(self, paths: list[str]) -> None:
        self._sizes.update(await asyncio.to_thread(_sizes, paths, self.base))
        self.changed.emit()

    def take(self, path: str) -> str:
        """Return a dropped path as the file keeps it; it was picked by the person, so it may be sent from this machine."""
        self._ui.session.allow_file(Path(path))
        return self.stored(path)

    def stored(self, path: str) -> str:
        """Return a picked path as the file keeps it: relative where it lies in the collection's folder."""
        if self.base is not None:
            try:
                return Path(path).relative_to(self.base).as_posix()
            except ValueError:
                return path
        return path

    def pick(self, owner: QWidget, chosen: Callable[[list[str]], None], several: bool = True) -> None:
        """Let the person choose files."""
        self._tasks.start(self._pick(owner, chosen, several), _("Choosing files"))

    async def _pick(self, owner: QWidget, chosen: Callable[[list[str]], None], several: bool) -> None:
        dialog = QFileDialog(owner, _("Choose files") if several else _("Choose a file"), str(self.base or Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
        if await self._ui.ask(dialog):
            for path in dialog.selectedFiles():
                self._ui.session.allow_file(Path(path))
            paths = [self.stored(path) for path in dialog.selectedFiles()]
            if paths:
                chosen(paths)
        dialog.deleteLater()


def _sizes(paths: list[str], base: Path | None) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in paths:
        full = Path(path) if base is None else base / path
        try:
            found[path] = os.stat(full).st_size if full.is_file() else None
        except (OSError, ValueError):
            found[path] = None
    return found


def size_text(size: int) -> str:
    """Write a size as people do."""
    value, unit = float(size), _("B")
    for larger in (_("KB"), _("MB"), _("GB")):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.0f} {unit}" if value >= 10 or unit == _("B") else f"{value:.1f} {unit}"


def file_look(facts: FileFacts, paths: Sequence[str]) -> Look:
    """Return how a cell shows its files."""
    if not paths:
        return Look(_("Choose a file"), "file", "text3", trail=TRAIL[:1])
    missing = [path for path in paths if facts.is_missing(path)]
    names = ", ".join(Path(path).name or path for path in paths)
    if missing:
        return Look(names, "warning", "err", badges=((_("not found"), "err_soft", "err"),), trail=TRAIL)
    sizes = [facts.size(path) for path in paths]
    known = sum(size for size in sizes if size is not None)
    badges = [(size_text(known), "badge", "badge_text")] if any(size is not None for size in sizes) else []
    if len(paths) > 1:
        badges.insert(0, (_("{n} files").format(n=len(paths)), "badge", "badge_text"))
    return Look(names, "file", "text", badges=tuple(badges), trail=TRAIL)
