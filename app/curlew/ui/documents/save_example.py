"""Asks for the name of an example, and says what of the response goes into the request's file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.engine.examples import Kept
from curlew.storage.opencollection.examples import answer_in
from curlew.text import _
from curlew.ui.response.texts import size, status_role
from curlew.ui.theme import Theme
from curlew.ui.widgets.line_field import LineField
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.sheet import Sheet


class SaveExampleDialog(Sheet):
    """`name` and `note` are the answer."""

    def __init__(self, theme: Theme, parent: QWidget, kept: Kept, taken: Sequence[str]) -> None:
        super().__init__(theme, parent, _("Save as an example"), QSize(theme.px(480), theme.px(400)))
        self.setObjectName("save_example_dialog")
        self._taken = tuple(taken)
        self._name = LineField(kept.example.name)
        self._name.setObjectName("save_example_name")
        self._name.setAccessibleName(_("Name"))
        self._note = QPlainTextEdit()
        self._note.setAccessibleName(_("Description"))
        self._note.setPlaceholderText(_("What this example shows, in Markdown"))
        self._note.setTabChangesFocus(True)
        self._note.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._note.setMinimumHeight(theme.px(64))
        self._twin = label("", "warn", wrap=True)
        self._save = TextButton(theme, _("Save"), "primary", act=self.accept)
        self._save.setDefault(True)
        answer = answer_in(kept.example)
        assert answer is not None
        pill = label(f"{answer.status} {answer.reason}".strip()[:48], f"pill_{status_role(answer.status)}")
        about = row(pill, label(size(len(answer.body)), "meta"), None)
        self.words = words_of(kept)
        told = label(self.words, wrap=True)
        inner = row(Picture(theme, "shield", "info", 16), told, margins=(12, 8, 12, 8), spacing=10)
        inner.setStretch(1, 1)
        foot = row(None, TextButton(theme, _("Cancel"), act=self.reject), self._save, margins=(0, 8, 0, 0))
        self.setLayout(
            column(
                row(label(_("Save as an example"), "title"), None, about),
                6,
                label(_("Name"), "medium"),
                self._name,
                self._twin,
                4,
                label(_("Description"), "medium"),
                frame("field", "", column(self._note, margins=(4, 3, 4, 3))),
                6,
                frame("info", "", inner),
                foot,
                margins=(20, 18, 20, 16),
                spacing=6,
            )
        )
        self._name.textChanged.connect(self._check)
        self._check()
        self._name.selectAll()
        self._name.setFocus()

    @property
    def name(self) -> str:
        return " ".join(self._name.text().split())

    @property
    def note(self) -> str:
        return self._note.toPlainText().strip()

    def _check(self) -> None:
        self._save.setEnabled(bool(self.name))
        self._twin.setText(_("Another example has this name, too.") if self.name in self._taken else "")
        self._twin.setVisible(bool(self._twin.text()))


def words_of(kept: Kept) -> str:
    """Say in plain sentences what goes into the file, and what does not."""
    if kept.masked:
        first = _("The file is shared, so the secrets in it were replaced by dots: credentials, cookies and secret variables.")
    else:
        first = _("The file is shared. No secret that Curlew knows of was found in this response.")
    parts = [first]
    if kept.left_out:
        names = ", ".join(dict.fromkeys(kept.left_out))
        parts.append(_("The body is kept unpacked; headers of the transfer are left out: {names}.").format(names=names))
    if kept.incomplete:
        parts.append(_("The response is not whole: {reason}").format(reason=kept.incomplete))
    return " ".join(parts)
