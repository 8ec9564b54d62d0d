"""Checks JSON while it is typed, in slices of time after a pause, and formats it without changing a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from curlew.preview.json.format import JsonFormatter
from curlew.ui.widgets.code_editor.editor import Fault

PAUSE_MS = 300
SLICE_S = 0.004
LARGEST = 4_000_000
MENDABLE = 50_000


class JsonChecker(QObject):
    """`check` asks for a check of the text; `done` is called with the first fault, or None."""

    def __init__(self, text: Callable[[], str], done: Callable[[Fault | None], None], parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._done = text, done
        self.comments = False
        """Comments, and commas with nothing after them, are no fault."""
        self._formatter: JsonFormatter | None = None
        self._steps: Iterator[None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.timeout.connect(self._go_on)

    def check(self) -> None:
        self.stop()
        self._pause.start()

    def stop(self) -> None:
        self._steps = None
        self._pause.stop()
        self._step.stop()

    def check_now(self) -> None:
        """Check without waiting for a pause."""
        self.stop()
        self._start()

    def _start(self) -> None:
        text = self._text()
        if not text.strip() or len(text) > LARGEST:
            self._done(None)
            return
        self._formatter = JsonFormatter(text.encode("utf-8", "replace"), templates=True, comments=self.comments)
        self._steps = iter(self._formatter.steps())
        if len(text) > MENDABLE:
            self._step.start(0)
        else:
            self._go_on()

    def _go_on(self) -> None:
        end = perf_counter() + SLICE_S
        while self._steps is not None and perf_counter() < end:
            if next(self._steps, True):
                self._steps = None
                self._done(self._fault())
        if self._steps is not None:
            self._step.start(0)

    def _fault(self) -> Fault | None:
        assert self._formatter is not None
        formatter = self._formatter
        if formatter.problem is None:
            return None
        before = formatter.data[: formatter.problem.offset].decode("utf-8", "replace")
        comma_at = len(before.rstrip())
        if formatter.problem.kind:
            return Fault(len(before), formatter.problem.reason, comment=True)
        if len(formatter.data) <= MENDABLE and _comma_helps(formatter, comma_at, before):
            return Fault(comma_at, formatter.problem.reason, comma_at)
        index = len(before)
        return Fault(index, formatter.problem.reason)


def _comma_helps(formatter: JsonFormatter, comma_at: int, before: str) -> bool:
    """Tell whether a comma before the fault moves it farther on, or away."""
    assert formatter.problem is not None
    if not before.strip() or before.rstrip()[-1] in "{[,:":
        return False
    rest = formatter.data[formatter.problem.offset :]
    again = JsonFormatter(
        before[:comma_at].encode() + b"," + before[comma_at:].encode() + rest, templates=True, comments=formatter.allows_comments
    )
    for _step in again.steps():
        pass
    return again.problem is None or again.problem.offset > formatter.problem.offset + 1
