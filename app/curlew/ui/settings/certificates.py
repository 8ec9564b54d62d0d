"""The program's own client certificates, as a list that is kept in one setting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from curlew.engine.fallbacks import certificate_entries
from curlew.engine.filling import passphrase_field
from curlew.engine.secrets import PROGRAM
from curlew.storage.settings import Setting, SettingsStore
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.secret_place import SecretPlace
from curlew.ui.widgets.certificate_list import CertificateList
from curlew.ui.widgets.secret_field import SecretField
from curlew.ui.widgets.variables import VariableSource


def certificates_control(ui: Ui, store: SettingsStore, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
    """Return the list and what shows the setting's value in it."""

    async def ask(chosen: Callable[[list[str]], None]) -> None:
        dialog = QFileDialog(editor, _("Choose a file"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await ui.ask(dialog):
            chosen(dialog.selectedFiles())
        dialog.deleteLater()

    def pick(chosen: Callable[[list[str]], None]) -> None:
        tasks.start(ask(chosen), _("Choosing a file"))

    source = VariableSource()
    keeper = SecretPlace(ui.session, lambda: PROGRAM)

    def passphrase(entry: Any) -> SecretField:
        return SecretField(ui.theme, source, keeper, passphrase_field(entry), _("Passphrase"), shared=False)

    editor = CertificateList(ui.theme, pick, passphrase)
    source.setParent(editor)
    tasks = ui.tasks.for_owner(editor)
    editor.setFixedWidth(ui.theme.px(420))
    editor.edited.connect(lambda entries: store.set(setting.id, json.dumps(list(entries)) if entries else "", editor))
    return editor, lambda: editor.show_entries(certificate_entries(store.word(setting.id)))
