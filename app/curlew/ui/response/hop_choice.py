"""Which hop of a chain is shown: a drop-down list, hidden where there is one hop only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from curlew.model.exchange import Hop
from curlew.preview.words import printable
from curlew.text import _
from curlew.ui.response.texts import host_of


class HopChoice(QComboBox):
    """`chosen` comes with the number of the hop that a person picked, from 0."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hop_choice")
        self.setAccessibleName(_("Hop"))
        self.setProperty("small", True)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)
        self.setMaximumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self.chosen)

    def show_hops(self, hops: Sequence[Hop], current: int) -> None:
        self.clear()
        same = len({host_of(hop.request.url) for hop in hops}) == 1
        for number, hop in enumerate(hops, 1):
            status = str(hop.response.status) if hop.response is not None else _("no response")
            host, _slash, path = (hop.request.url.partition("://")[2] or hop.request.url).partition("/")
            place = printable(f"/{path}" if same else f"{host}/{path}")[:80]
            self.addItem(f"{number}  {status}  {place}")
        self.setVisible(len(hops) > 1)
        self.setCurrentIndex(current)

    def show_choice(self, current: int) -> None:
        self.setCurrentIndex(current)
