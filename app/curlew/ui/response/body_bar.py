"""The row above a body: how it is looked at, what it is read as, and the tools of the view in front."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from curlew.preview.charset import CHOICES
from curlew.preview.kinds import KINDS
from curlew.preview.opened import Opened
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.views import VIEWS
from curlew.ui.widgets.parts import IconButton, TextButton, row
from curlew.ui.widgets.segments import FittingSegments

HEIGHT = 46
GAP = 8
MARGINS = 28
NO_TEXT = ("image", "binary")


class BodyBar(QFrame):
    """Shows what it is told, and tells what a person picked; `doubts` has a place of its own for what fits no charset."""

    view_chosen = Signal(str)
    language_chosen = Signal(str)
    charset_chosen = Signal(str)
    packed_chosen = Signal(str)
    invalid_wanted = Signal()
    find_wanted = Signal()
    filter_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._is_text = self._can_find = self._can_filter = self._is_doubtful = self._is_packed = False
        self._invalid_words = ("", "")  # where there is room, and where there is little
        self._charsets: QComboBox | None = None
        self._tools: QWidget | None = None
        self._boxes: dict[tuple[QWidget, ...], QWidget] = {}  # the tools of each view, in a box that comes and goes with it
        self.setProperty("ground", "bg")
        self._build()
        ui.theme.changed.connect(self._fit_height)
        self._fit_height()

    def _build(self) -> None:
        theme = self._ui.theme
        self.views = FittingSegments(_("How the body is shown"), [(kind.id, kind.label) for kind in VIEWS])
        self.views.setObjectName("body_views")
        self.views.chosen.connect(self.view_chosen)
        self.languages = QComboBox()
        self.languages.setObjectName("body_language")
        self.languages.setAccessibleName(_("Language of the body"))
        self.languages.setProperty("small", True)
        for kind in KINDS:
            if kind.id not in NO_TEXT:
                self.languages.addItem(kind.label, kind.id)
        self.languages.activated.connect(lambda _number: self.language_chosen.emit(str(self.languages.currentData())))
        self.packed = FittingSegments(_("Which bytes are shown"), (("decoded", _("Decoded")), ("received", _("As received"))))
        self.packed.setObjectName("body_packed")
        self.packed.show_choice("decoded")
        self.packed.chosen.connect(self.packed_chosen)
        self.invalid_button = TextButton(theme, "", "link", "warning", self.invalid_wanted.emit)
        self.invalid_button.setObjectName("invalid_bytes_button")
        self._place_for_tools = row(spacing=4)
        self.filter_button = IconButton(theme, "filter", self._titled("response.filter", _("Filter the body")))
        self.filter_button.setObjectName("filter_button")
        self.filter_button.setCheckable(True)
        self.filter_button.clicked.connect(self.filter_wanted)
        self.filter_button.hide()
        self.find_button = IconButton(theme, "search", self._titled("find", _("Find in the body")))
        self.find_button.setObjectName("find_button")
        self.find_button.clicked.connect(self.find_wanted)
        self.copy_button = copy = IconButton(theme, "copy", self._titled("response.copy", _("Copy the body")))
        copy.setObjectName("copy_body_button")
        copy.clicked.connect(self.copy_wanted)
        self._ends = (self.filter_button, self.find_button, copy)
        parts = (self.views, self.languages, self.packed, self.invalid_button, None, self._place_for_tools, *self._ends)
        self._row = row(*parts, margins=(16, 7, 12, 7), spacing=GAP)
        self.setLayout(self._row)
        for part in (self.packed, self.invalid_button):
            part.hide()

    def _fit_height(self) -> None:
        self.setFixedHeight(self._ui.theme.px(HEIGHT))
        QTimer.singleShot(0, self, self.settle)  # when the parts have their new sizes

    def _titled(self, action: str, fallback: str) -> str:
        keys = self._ui.actions.keys(action)
        return f"{fallback} ({keys})" if keys else fallback

    @property
    def charsets(self) -> QComboBox:
        """Other encodings to choose from; made for the first text."""
        if self._charsets is None:
            self._charsets = QComboBox()
            self._charsets.setObjectName("body_charset")
            self._charsets.setAccessibleName(_("Character encoding of the body"))
            self._charsets.setProperty("small", True)
            self._charsets.activated.connect(lambda _number: self.charset_chosen.emit(str(self.charsets.currentData())))
            self._row.insertWidget(2, self._charsets)
            self._charsets.setMaximumWidth(130)
            QWidget.setTabOrder(self.languages, self._charsets)
        return self._charsets

    # --- what it is told ---

    @property
    def is_as_received(self) -> bool:
        """Whether the bytes are shown as they came, packed."""
        return self.packed.current == "received"

    def offer_packed(self, is_packed: bool) -> None:
        """Show whether there are bytes as they were received, other than those of the body; the body's stand in front."""
        self._is_packed = is_packed
        self.packed.show_choice("decoded")
        self.settle()

    def say_body(self, opened: Opened) -> None:
        """Show what a body is read as, and count what does not fit its charset."""
        self._is_text = len(opened.text) > 0
        self._is_doubtful = bool(opened.invalid) or opened.charset != "utf-8"
        if self._is_text:
            self.languages.setCurrentIndex(self.languages.findData(opened.kind))
            self._fill_charsets(opened.charset)
        self._say_invalid(opened)
        self.settle()

    def offer_views(self, choices: Container[str], front: str) -> None:
        """Offer these views; `front` is the one that is shown."""
        self.views.offer(choices)
        self.views.show_choice(front)

    def show_tools(self, tools: tuple[QWidget, ...], can_find: bool) -> None:
        """Put a view's own tools into the bar, in the place of another's. Whether each of them is seen is the view's affair."""
        self._can_find = can_find
        if self._tools is not None:
            self._tools.hide()
        self._tools = self._box(tools) if tools else None
        for before, after in pairwise((self.invalid_button, *tools, *self._ends)):
            QWidget.setTabOrder(before, after)
        self.settle()

    def _box(self, tools: tuple[QWidget, ...]) -> QWidget:
        if tools not in self._boxes:
            box = self._boxes[tools] = QWidget()
            box.installEventFilter(self)
            box.setLayout(row(*tools, spacing=4))
            self._place_for_tools.addWidget(box)
        return self._boxes[tools]

    def offer_filter(self, able: bool, is_open: bool) -> None:
        """Show whether the body can be filtered, and whether it is."""
        self._can_filter = able
        self.filter_button.setChecked(is_open)
        self.filter_button.set_icon("filter", "accent" if is_open else "text2")
        self.settle()

    def _fill_charsets(self, used: str) -> None:
        """Offer the encodings that a text can be read in, the one in use first."""
        if self.charsets.itemData(0) == used:
            self.charsets.setCurrentIndex(0)
            return
        self.charsets.clear()
        for name in dict.fromkeys((used, *CHOICES)):
            self.charsets.addItem(name.upper(), name)

    def _say_invalid(self, opened: Opened) -> None:
        """Count the bytes that do not fit the charset; a click goes to the first."""
        wrong, first = opened.invalid, opened.first_invalid
        count = ngettext("{n} byte is not valid {charset}", "{n} bytes are not valid {charset}", wrong)
        words = count.format(n=f"{wrong:,}", charset=opened.charset.upper())
        self._invalid_words = (f" {words}", f" {wrong:,}") if wrong else ("", "")
        self.invalid_button.setAccessibleName(words)
        tip = "" if first is None else _("The first is at byte {n}: go there").format(n=f"{first:,}")
        self.invalid_button.setToolTip(f"{words}. {tip}")
        self.invalid_button.setAccessibleDescription(tip)

    def settle(self) -> None:
        """Show the tools that what is shown can use; where there is little room, the rarer ones are left out."""
        px, width = self._ui.theme.px, self.width()
        self.invalid_button.setText(self._invalid_words[width < px(700)])
        room = width - MARGINS - self.views.minimumSizeHint().width() - self.copy_button.width() - 3 * GAP
        charsets: list[tuple[QWidget, bool]] = [(self._charsets, self._is_text)] if self._charsets is not None else []
        wanted: list[tuple[QWidget, bool]] = [
            *(charsets if self._is_doubtful else ()),  # whoever picked a wrong one is to find the way back
            (self.invalid_button, self._is_text and bool(self._invalid_words[0])),
            (self.packed, self._is_packed),
            (self.find_button, self._can_find),
            (self.filter_button, self._can_filter),
            *([(self._tools, True)] if self._tools is not None else []),
            (self.languages, self._is_text and self.languages.currentIndex() >= 0),  # an SVG is text, and no language of these
            *(() if self._is_doubtful else charsets),
        ]
        for part, is_wanted in wanted:
            needed = part.minimumSizeHint().width() if part is self.packed else part.sizeHint().width()
            fits = is_wanted and needed + GAP <= room
            part.setVisible(fits)
            room -= needed + GAP if fits else 0
        self._give_way(room)

    def _give_way(self, room: int) -> None:
        """Leave the charsets out where the views can stand side by side without them, unless the charset is doubtful."""
        small, wide = self.views.minimumSizeHint().width(), self.views.sizeHint().width()
        missing = wide - small - room
        charsets = self._charsets
        if charsets is not None and not charsets.isHidden() and not self._is_doubtful:
            spared = charsets.sizeHint().width() + GAP
            if 0 < missing <= spared:
                charsets.hide()
                missing -= spared
        self.views.setFixedWidth(wide if missing <= 0 else small)

    def minimumSizeHint(self) -> QSize:
        """Return little: what has no room goes, and nothing that is shown now keeps the pane from becoming narrower."""
        return QSize(MARGINS + self.views.minimumSizeHint().width() + GAP + self.copy_button.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: what was behind while the theme changed has its sizes only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.settle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again where a view's tools have become wider or narrower."""
        if watched is self._tools and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.settle)
        return super().eventFilter(watched, event)
