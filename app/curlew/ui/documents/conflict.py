"""What to do when the file on disk is not the one that was read: mine, theirs, or both as text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, label, row
from curlew.ui.widgets.sheet import Sheet

MINE, THEIRS, TEXT = 1, 2, 3


class ConflictDialog(Sheet):
    """Shows both texts; the left one can be edited. The result is MINE, THEIRS or TEXT (the left text, see `text`); 0: called off."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, mine: str, theirs: str) -> None:
        size = QSize(theme.px(980), theme.px(600))
        super().__init__(theme, parent, _("{name} was changed on disk").format(name=name), size)
        self.setObjectName("conflict_dialog")
        self._mine = mine
        self._left, self._right = _pane(theme, mine, False, _("Mine")), _pane(theme, theirs, True, _("On disk"))
        reason = _("Somebody else saved this file since it was opened here. Nothing has been overwritten.")
        heads = row(label(_("Mine: what I typed, can be edited here"), "section"), label(_("Theirs: what is on disk"), "section"))
        panes = row(self._left, self._right, spacing=12)
        keep, take = TextButton(theme, _("Save mine"), "primary"), TextButton(theme, _("Take theirs"))
        both, leave = TextButton(theme, _("Save the text at the left")), TextButton(theme, _("Decide later"), "ghost")
        for button, result in ((keep, MINE), (take, THEIRS), (both, TEXT), (leave, 0)):
            button.clicked.connect(lambda _checked=False, result=result: self.done(result))
        both.setEnabled(False)
        self._left.textChanged.connect(lambda: both.setEnabled(self.text != self._mine))
        self._left.textChanged.connect(lambda: keep.setEnabled(self.text == self._mine))
        foot = row(leave, None, take, both, keep)
        title = label(_("{name} was changed on disk").format(name=name), "title", wrap=True)
        self.setLayout(column(title, label(reason, "muted", wrap=True), 4, heads, panes, foot, margins=(20, 18, 20, 16), spacing=8))
        keep.setDefault(True)
        keep.setFocus()

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._left.toPlainText()


def _pane(theme: Theme, text: str, read_only: bool, name: str) -> QPlainTextEdit:
    pane = QPlainTextEdit(text)
    pane.setProperty("framed", "true")
    pane.setReadOnly(read_only)
    pane.setAccessibleName(name)
    pane.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    pane.setFont(theme.font(12, mono=True))
    pane.setTabChangesFocus(True)
    return pane
