"""Run Curlew with a pair of eyes: a local socket that tells what a screen reader would read, and takes pictures.

`python -m helpers.eyes SOCKET [arguments]`
"""

from __future__ import annotations

import json
import os
import sys
import threading
from multiprocessing.connection import Listener
from typing import Any


def seen(limit: int = 4000) -> list[dict[str, Any]]:
    """Return every visible accessible object of the window: role, name, value, text, place, and whether it has the focus."""
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QApplication

    found: list[dict[str, Any]] = []
    waiting = [QAccessible.queryAccessibleInterface(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    # A view's accessible children are its cells: the editor that stands in one is known by the focus.
    # Of a view with very many cells only the first are gone through; the one that is current is what a screen reader reads.
    focus = QAccessible.queryAccessibleInterface(QApplication.focusWidget()) if QApplication.focusWidget() else None
    waiting += [focus, focus.focusChild()] if focus is not None else []
    while waiting and len(found) < limit:
        at = waiting.pop()
        if at is None or not at.isValid() or at.state().invisible:
            continue
        found.append(described(at))
        waiting += [at.child(index) for index in range(min(at.childCount(), 600))]
    return found


def described(at: Any) -> dict[str, Any]:
    from PySide6.QtGui import QAccessible

    place = at.rect()
    text = at.textInterface()
    return {
        "role": at.role().name,
        "name": at.text(QAccessible.Text.Name),
        "value": at.text(QAccessible.Text.Value),
        "description": at.text(QAccessible.Text.Description),
        "text": text.text(0, min(text.characterCount(), 20_000)) if text is not None else "",
        "id": at.object().objectName() if at.object() is not None else "",
        "place": (place.x(), place.y(), place.width(), place.height()),
        "focused": bool(at.state().focused),
        "selected": bool(at.state().selected),
        "checked": bool(at.state().checked),
    }


def answer(connection: Any) -> None:
    """Answer one question: `see`, or `grab PATH` for a picture of the whole screen."""
    from PySide6.QtWidgets import QApplication

    verb, _, path = connection.recv_bytes().decode().partition(" ")
    if verb == "grab":
        QApplication.primaryScreen().grabWindow(0).save(path)
        connection.send_bytes(b"[]")
    else:
        connection.send_bytes(json.dumps(seen()).encode())
    connection.close()


def watch(address: str) -> None:
    """Answer every connection with what is seen, read on the window's thread."""
    from PySide6.QtCore import QObject, Signal
    from PySide6.QtGui import QAccessible

    class Asked(QObject):
        asked = Signal(object)

    QAccessible.setActive(True)
    asked = Asked()
    asked.asked.connect(answer)
    keep.append(asked)

    def serve() -> None:
        with Listener(address, "AF_UNIX") as listener:
            while True:
                asked.asked.emit(listener.accept())

    threading.Thread(target=serve, daemon=True).start()


keep: list[object] = []


def main() -> int:
    address, *arguments = sys.argv[1:]
    sys.argv[1:] = arguments
    from PySide6.QtWidgets import QApplication

    made = QApplication.__init__

    def init(self: QApplication, *args: Any) -> None:
        made(self, *args)
        watch(address)

    QApplication.__init__ = init  # type: ignore[method-assign]
    from curlew.__main__ import open_viewer, open_window
    from curlew.cli.main import run

    return run(arguments, open_window, open_viewer)


if __name__ == "__main__":
    os.environ["NO_AT_BRIDGE"] = "1"
    sys.exit(main())
