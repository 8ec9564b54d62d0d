"""Parts of the page of network settings that are more than a row: the proxy's password, files, trusted certificates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from curlew.engine.sending import PROXY_SECRET
from curlew.model.proxying import proxy_problem
from curlew.storage.settings import Setting, SettingsStore
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, TextButton, column, frame, label, restyle, row

LONG = 280


def text_control(theme: Theme, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    """Return a line for a text; what cannot be is marked, and not taken."""
    line = QLineEdit()
    line.setAccessibleName(setting.label)
    line.setFixedWidth(theme.px(LONG))

    def take() -> None:
        text = line.text().strip()
        problem = proxy_problem(text) if setting.kind == "proxy" and text else ""
        line.setProperty("wrong", bool(problem))
        line.setToolTip(problem.replace("&", "&amp;").replace("<", "&lt;"))
        line.setAccessibleDescription(problem)
        restyle(line)
        if not problem:
            store.set(setting.id, text)

    def show() -> None:
        if not line.hasFocus():
            line.setText(store.word(setting.id))

    line.editingFinished.connect(take)
    return line, show


def files_control(ui: Ui, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    """Return a list of files, one a line, with a way to choose more."""
    lines = QPlainTextEdit()
    lines.setAccessibleName(setting.label)
    lines.setTabChangesFocus(True)
    lines.setFrameShape(QFrame.Shape.NoFrame)
    framed = frame("field", "", column(lines, margins=(4, 2, 4, 2)))
    framed.setFixedSize(ui.theme.px(LONG), ui.theme.px(62))
    lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    lines.setPlaceholderText(_("None"))
    holder = QWidget()
    tasks = ui.tasks.for_owner(holder)

    def take() -> None:
        store.set(setting.id, "\n".join(line.strip() for line in lines.toPlainText().splitlines() if line.strip()), holder)

    async def pick() -> None:
        dialog = QFileDialog(holder, _("Choose files"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if await ui.ask(dialog):
            held = store.word(setting.id).splitlines()
            store.set(setting.id, "\n".join([*held, *(path for path in dialog.selectedFiles() if path not in held)]))
        dialog.deleteLater()

    lines.textChanged.connect(take)
    choose = TextButton(ui.theme, _("Choose files"), "link", act=lambda: tasks.start(pick(), _("Choosing files")))
    choose.setObjectName(f"choose_{setting.id}")
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(framed)
    box.addLayout(row(None, choose))
    holder.setFocusProxy(lines)

    def show() -> None:
        text = store.word(setting.id)
        if [line.strip() for line in lines.toPlainText().splitlines() if line.strip()] != text.splitlines():
            lines.setPlainText(text)

    return holder, show


class PasswordRow(QFrame):
    """The password of the program's proxy: in the keyring, never in the settings' file."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._secrets = ui.session.secrets
        self.setObjectName("proxy_password_row")
        self.setProperty("edge", "bottom")
        self.field = QLineEdit()
        self.field.setObjectName("proxy_password")
        self.field.setAccessibleName(_("Password of the proxy"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setFixedWidth(ui.theme.px(LONG))
        self.field.textEdited.connect(lambda text: self._secrets.set(*PROXY_SECRET, text or None))
        self._place = label("", "meta", wrap=True)
        eye = IconButton(ui.theme, "eye", _("Show"), 16, 26, "text3")
        eye.setCheckable(True)
        eye.toggled.connect(lambda on: self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password))
        texts = column(label(_("Password of the proxy"), "medium"), self._place, spacing=1)
        layout = row(texts, eye, self.field, label("", "meta"), margins=(0, 9, 0, 9), spacing=10)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        stop = self._secrets.changed.listen(lambda _place, _source: self.refresh())
        self.destroyed.connect(lambda: stop())
        self.refresh()

    def refresh(self) -> None:
        value = self._secrets.get(*PROXY_SECRET) or ""
        if not self.field.hasFocus() and self.field.text() != value:
            self.field.setText(value)
        self._place.setText(kept_text(self._secrets.kept, self._secrets.why_not))


def kept_text(kept: str, why_not: str) -> str:
    """Say where secrets are kept."""
    if kept == "memory":
        return _("In memory until Curlew ends. {why}").format(why=why_not)
    return _("Goes to the system’s keyring, not into a file")
