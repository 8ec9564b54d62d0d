"""`make view-everything`: every collected file and hundreds of evil bodies through every view; prints what a person must never see."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.evil_bodies import GROUPS, evil_bodies
from helpers.evil_files import Evil
from helpers.visiting import Found, Left, Visitor, qt_is_quiet, turn

CORPORA = Path(os.environ.get("CURLEW_CORPORA", Path(__file__).parents[3] / "shared/corpora"))
LARGEST = 8_000_000
SLOW_MS = 100.0


def collected() -> list[Path]:
    return sorted(path for path in CORPORA.rglob("*") if path.is_file() and 0 < path.stat().st_size < LARGEST)


def main(wanted: str) -> int:
    faulthandler.enable()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    loop = Loop(app, already_running=True)
    asyncio.events._set_running_loop(loop)
    found = Found()
    sys.excepthook = lambda kind, error, _trace: found.note("in a slot", f"{kind.__name__}: {error}")
    with tempfile.TemporaryDirectory() as folder, qt_is_quiet(found):
        theme = Theme(Path(folder))
        theme.apply(app)
        window = QWidget()

        def report(error: BaseException, name: str) -> None:
            found.note(name, f"in a task: {type(error).__name__}: {error}")

        def notify(*words: Any, **_more: Any) -> None:
            if not words[1].strip():
                found.note("notice", repr(words))

        ui = Ui(None, theme, TaskScope(None, report), Actions(window, theme), notify)  # type: ignore[arg-type]
        before = None
        for number, evil in enumerate(bodies(wanted)):
            visitor = Visitor(ui, found, patience_s=float(os.environ.get("PATIENCE_S", "30")))
            known = len(found.faults)
            print(f"{number} {evil.name} …", file=sys.stderr, flush=True)
            visitor.visit(evil.name, evil.data, evil.declared, evil.everything)
            visitor.end()
            for fault in found.faults[known:]:
                print(f"FAULT {fault}", flush=True)
            if number == 30:
                gc.collect()
                before = Left.now()
        turn(1500)
        gc.collect()
        after = Left.now()
        print(f"after 30: {before}\nat the end: {after}")
    for took, what in sorted(found.gaps, reverse=True)[:40]:
        print(f"{took:8.1f} ms  {what}")
    print(f"{len(found.faults)} faults")
    return 1 if found.faults else 0


def bodies(wanted: str) -> Any:
    if wanted in ("", "evil"):
        yield from evil_bodies()
    if wanted == "" or wanted.startswith("corpora"):
        folder = wanted.partition(":")[2]
        for path in collected():
            if folder in str(path.relative_to(CORPORA)):
                yield Evil(str(path.relative_to(CORPORA)), path.read_bytes(), "")
    if wanted.startswith("group:"):
        group, _slash, name = wanted[6:].partition("/")
        yield from (evil for evil in GROUPS[group]() if name in evil.name)


if __name__ == "__main__":
    code = main(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.flush()
    os._exit(code)
