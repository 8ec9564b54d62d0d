"""What the first response is shown with, loaded while nothing else is to be done: it would take 25 ms when the response is there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

PATIENCE_MS = 400
"""So long after the pane was made: what a person waits for comes first."""

PAUSE_MS = 20

_MODULES = (
    "curlew.preview.json.scan",
    "curlew.preview.json.children",
    "curlew.preview.json.structure",
    "curlew.preview.layout",
    "curlew.preview.table.scan",
    "curlew.preview.table.cells",
    "curlew.preview.table.rows",
    "curlew.preview.table.csv",
    "curlew.preview.table.look",
    "curlew.preview.multipart",
    "curlew.ui.response.views.text_foot",
    "curlew.ui.response.views.text_body",
    "curlew.ui.response.views.pretty_view",
    "curlew.ui.response.views.preview.page",
    "curlew.ui.response.views.preview_view",
)
"""Those that others need first, so that no step takes long."""

_left = iter(_MODULES)


def load_ahead(owner: QObject) -> None:
    """Begin to load, one module at a time; ends with its owner, and goes on with the next one."""
    QTimer.singleShot(PATIENCE_MS, owner, lambda: _step(owner, _left))


def _step(owner: QObject, left: Iterator[str]) -> None:
    name = next(left, None)
    if name is not None:
        importlib.import_module(name)
        QTimer.singleShot(PAUSE_MS, owner, lambda: _step(owner, left))
