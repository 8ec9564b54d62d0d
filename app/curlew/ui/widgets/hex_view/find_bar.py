"""The bar for searching for bytes: in hex or as text, how many, and from one to the next."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from curlew.preview.search.byte_search import BytePattern, hex_pattern, text_pattern
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import label, restyle, row, set_role
from curlew.ui.widgets.search_bar import SearchBar
from curlew.ui.widgets.segments import Segments

TYPING_MS = 120
"""Searching begins when typing has paused for so long."""


class HexFindBar(SearchBar):
    """A search bar whose `pattern` is hex or text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "hex_find", TYPING_MS)
        self.kind = Segments(_("What is looked for"), (("hex", _("Hex")), ("text", _("Text"))))
        self.kind.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.kind.show_choice("hex")
        self.kind.chosen.connect(self._kind_picked)
        self.field.setProperty("small", True)
        self.field.setMaximumWidth(360)
        self._count = label("", "strong")
        self._count.setObjectName("hex_find_count")
        parts = (self.kind, self.field, self._count, None, self._back, self._next, self._close)
        line = row(*parts, margins=(16, 0, 12, 0), spacing=8)
        line.setStretch(1, 1)
        self.setLayout(line)
        theme.changed.connect(self._fit)
        self._fit()
        self._name()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        return self.kind, self.field, self._back, self._next, self._close

    @property
    def pattern(self) -> BytePattern:
        """What is looked for."""
        text = self.field.text()
        return hex_pattern(text) if self.kind.current == "hex" else text_pattern(text, case=False)

    def tell(self, text: str, wrong: bool = False) -> None:
        """Say how many matches there are, or what is wrong with the pattern."""
        self._count.setText(text)
        set_role(self._count, "err" if wrong else "strong")
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            restyle(self.field)
        self.field.setAccessibleDescription(text)

    def _kind_picked(self, kind: str) -> None:
        self.kind.show_choice(kind)
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        title = _("Bytes in hex, ?? for any") if self.kind.current == "hex" else _("Text to find")
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(44))
