"""What is wrong with the headers, in words, below their table; and the one click that sends them as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from curlew.engine.looking import Look, Mark
from curlew.model.rows import Row
from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, row

MOST = 4
_ORDER = {"err": 0, "warn": 1, "note": 2}


class HeaderNotes(QWidget):
    """Hidden where there is nothing to say. Each line leads to its row."""

    def __init__(self, theme: Theme, send_as_is: Callable[[bool], None], go_to: Callable[[int, str], None]) -> None:
        super().__init__()
        self._theme, self._send_as_is, self._go_to = theme, send_as_is, go_to
        self._lines = column(spacing=2)
        self._shown: object = None
        self.insist = TextButton(theme, _("Send as is"), "", act=self._insist)
        self.insist.setToolTip(_("Sends names, values and lengths exactly as they are typed, however wrong (a setting of this request)."))
        self._as_is = False
        across = row(self._lines, self.insist, margins=(16, 8, 12, 8), spacing=12)
        across.setStretch(0, 1)
        self.setLayout(column(frame("", "bottom", across)))
        self.hide()

    def _insist(self) -> None:
        self._send_as_is(not self._as_is)

    def show_look(self, look: Look, rows: Sequence[Row]) -> None:
        """Show the marks of a look at a request, the gravest first."""
        by_text = {mark.text: mark for mark in reversed(look.marks) if mark.row < len(rows)}  # of equal ones the first
        marks = sorted(by_text.values(), key=lambda mark: (_ORDER[mark.level], mark.row))
        missing = [problem for problem in look.problems if problem.field.startswith("header:") and not _of_a_row(problem.field, rows)]
        wanted = (tuple(marks), tuple(missing), look.as_is)
        if wanted == self._shown:
            return
        self._shown, self._as_is = wanted, look.as_is
        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        for mark in marks[:MOST]:
            self._lines.addWidget(self._line(mark.level, mark.text, mark))
        if len(marks) > MOST:
            more = len(marks) - MOST
            text = ngettext("{n} more is marked above", "{n} more are marked above", more).format(n=more)
            self._lines.addWidget(self._line("note", text, None))
        for problem in missing[:MOST]:
            self._lines.addWidget(self._line("warn", f"{problem.title}. {problem.reason}", None))
        if look.as_is:
            self._lines.addWidget(self._line("warn", _("“Send as is” is on: nothing is corrected or refused."), None))
        self.insist.setText(_("Switch it off") if look.as_is else _("Send as is"))
        self.insist.setAccessibleName(_("Switch “Send as is” off") if look.as_is else _("Send as is"))
        self.insist.setVisible(look.as_is or bool(missing) or any(mark.as_is for mark in marks))
        self.setVisible(bool(marks or missing or look.as_is))

    def _line(self, level: str, text: str, mark: Mark | None) -> QWidget:
        token = {"err": "err", "warn": "warn"}.get(level, "text2")
        words = ElidedLabel(text, "meta")
        line = QWidget()
        parts: list[QWidget] = [Picture(self._theme, "info" if level == "note" else "warning", token, 14), words]
        if mark is not None:
            go = TextButton(self._theme, _("Show"), "link", act=lambda: self._go_to(mark.row, mark.place))
            go.setAccessibleName(_("Show row {n}").format(n=mark.row + 1))
            parts.append(go)
        layout = row(*parts, spacing=8)
        layout.setStretch(1, 1)
        line.setLayout(layout)
        return line


def _of_a_row(field: str, rows: Sequence[Row]) -> bool:
    name = field.partition(":")[2].lower()
    return any(row.enabled and row.name.strip().lower() == name for row in rows)
