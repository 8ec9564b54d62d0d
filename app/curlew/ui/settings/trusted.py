"""The certificates that this machine trusts for one host each, with a way to stop that."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.widgets.parts import TextButton, column, label, row


class TrustedCertificates(QFrame):
    """A row for each trusted certificate; says so where there is none."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setObjectName("trusted_certificates")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(6)
        about = label(_("Certificates with something wrong that you trust for one host"), "meta", wrap=True)
        self.setLayout(
            column(column(label(_("Trusted certificates"), "medium"), about, spacing=1), self._list, margins=(0, 9, 0, 9), spacing=6)
        )
        stop = ui.session.trusted.changed.listen(lambda _event, _source: self.refresh())
        self.destroyed.connect(lambda: stop())
        self.refresh()

    def refresh(self) -> None:
        while (entry := self._list.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        trusted = self._ui.session.trusted.entries()
        for one in trusted:
            line = QFrame()
            line.setProperty("ground", "card")
            texts = column(label(one.place, "medium"), label(one.shown, "meta", wrap=True), spacing=1)
            forget = TextButton(self._ui.theme, _("Remove"), "danger", act=lambda one=one: self._ui.session.trusted.forget(one))  # type: ignore[misc]
            forget.setAccessibleName(_("Do not trust {host} any more").format(host=one.place))
            layout = row(texts, forget, margins=(12, 8, 10, 8), spacing=10)
            layout.setStretch(0, 1)
            line.setLayout(layout)
            self._list.addWidget(line)
        if not trusted:
            self._list.addWidget(label(_("None"), "faint"))
