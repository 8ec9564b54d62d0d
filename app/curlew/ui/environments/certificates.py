"""The client certificates of an environment, in a sheet of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from curlew.engine.filling import passphrase_field
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.request.secret_place import SecretPlace
from curlew.ui.widgets.certificate_list import CertificateList
from curlew.ui.widgets.parts import TextButton, column, label, row
from curlew.ui.widgets.secret_field import SecretField
from curlew.ui.widgets.sheet import Sheet
from curlew.ui.widgets.variables import VariableSource


class CertificatesSheet(Sheet):
    """`entries` are the certificates as they were left, in the words of the standard."""

    def __init__(self, ui: Ui, parent: QWidget, name: str, place: str, base: Path | None, entries: tuple[Any, ...]) -> None:
        """place: where the environment's secrets are kept; base: the folder that paths count from."""
        theme = ui.theme
        super().__init__(theme, parent, _("Client certificates"), QSize(theme.px(640), theme.px(560)))
        self.setObjectName("environment_certificates")
        self.entries = entries
        source, keeper, facts = VariableSource(parent=self), SecretPlace(ui.session, lambda: place), FileFacts(ui, self)
        facts.set_base(base)

        def passphrase(entry: Any) -> SecretField:
            return SecretField(theme, source, keeper, passphrase_field(entry), _("Passphrase"), shared=False)

        def pick(chosen: Callable[[list[str]], None]) -> None:
            facts.pick(self, chosen, several=False)

        self.list = CertificateList(theme, pick, passphrase)
        self.list.edited.connect(self._take)
        self.list.show_entries(entries)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setObjectName("ScrollBody")
        body.setLayout(column(self.list, None))
        area.setWidget(body)
        about = label(_("Shown to servers that ask who we are, while {name} is in use.").format(name=name), "muted", wrap=True)
        done = TextButton(theme, _("Done"), "primary", act=self.accept)
        foot = row(None, TextButton(theme, _("Cancel"), act=self.reject), done, margins=(0, 8, 0, 0))
        layout = column(label(_("Client certificates"), "title"), about, margins=(20, 18, 20, 16), spacing=8)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _take(self, entries: tuple[Any, ...]) -> None:
        self.entries = entries
