"""What a comparison looks like: cards, parts, counts, rules, both texts, the list of differences."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QProgressBar, QStackedWidget, QWidget

from curlew.model.exchange import Timings
from curlew.preview.compare.comparing import Outcome
from curlew.preview.compare.result import Rules
from curlew.text import _
from curlew.ui.compare.chips import Chips
from curlew.ui.compare.diff_line import LineMaker
from curlew.ui.compare.diff_view import DiffView
from curlew.ui.compare.difference_list import DifferenceList
from curlew.ui.compare.marks import spoken
from curlew.ui.compare.rules_bar import RulesBar
from curlew.ui.compare.side import Side, pair_title
from curlew.ui.compare.side_card import SideCard
from curlew.ui.compare.timing_view import TimingView
from curlew.ui.response.blank import Blank
from curlew.ui.response.notes_strip import NotesStrip
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments

_LIST_FROM = 1000
"""So wide the page must be to show the list of differences."""
_PATIENCE_MS = 200
"""So long what was shown before stays while the next comparison is worked out: a quick one should not flicker."""
_ONE_ROW = 1010
"""So wide the page must be for the counts to stand beside the parts."""


class ComparisonView(QWidget):
    """Shows; what a person asks for is told by signals. `row_menu_wanted(row, place)`, `side_wanted(0 or 1)`, `part_chosen(id)`."""

    side_wanted = Signal(int)
    swap_wanted = Signal()
    report_wanted = Signal()
    stop_wanted = Signal()
    part_chosen = Signal(str)
    rules_changed = Signal(object)
    row_menu_wanted = Signal(object, QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outcome: Outcome | None = None
        self._mode = "structure"
        self._at = -1
        self._beside: bool | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_busy)
        self.cards = (SideCard(theme, "A"), SideCard(theme, "B"))
        self.chips = Chips(theme)
        self.rules = RulesBar(theme)
        self.notes = NotesStrip(theme, "info")
        self.diff = DiffView(theme)
        self.list = DifferenceList(theme)
        self.times = TimingView(theme)
        self._build()
        self._connect()

    # --- building ---

    def _build(self) -> None:
        theme = self._theme
        self._name, self._pair = label("", "muted"), ElidedLabel("", "strong")
        self._swap = TextButton(theme, _("Swap sides"), "ghost", "swap", self.swap_wanted.emit)
        self._report = TextButton(theme, _("Copy report"), "ghost", "copy", self.report_wanted.emit)
        self._report.setToolTip(_("Copy all differences as Markdown, secrets masked"))
        self._swap.setToolTip(_("Put A where B is"))
        head = row(Picture(theme, "swap"), self._name, self._pair, self._swap, self._report, margins=(16, 8, 12, 2), spacing=6)
        head.setStretch(2, 1)
        cards = row(*self.cards, margins=(16, 4, 16, 4), spacing=12)
        parts = (("structure", _("Structure")), ("text", _("Text")), ("headers", _("Headers")), ("timing", _("Timing")))
        self.parts = Segments(_("What is compared"), parts)
        self.parts.setObjectName("compare_parts")
        self.parts.show_choice("structure")
        tools = frame("", "bottom", self._tools())
        self._place_chips(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(3)
        keeps_room = self._progress.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(keeps_room)
        self._progress.setAccessibleName(_("Progress of the comparison"))
        self._blank = Blank(theme, "swap", "", "")
        self._stop = TextButton(theme, _("Stop"), "", "stop", self.stop_wanted.emit)
        self._stop.hide()
        empty = QWidget()
        empty.setLayout(column(None, self._blank, row(None, self._stop, None), None))
        self._stack = QStackedWidget()
        for page in (self.diff, self.times, empty):
            self._stack.addWidget(page)
        self._empty = empty
        body = row(self._stack, self.list, spacing=0)
        body.setStretch(0, 1)
        layout = column(head, cards, tools, self._progress, self.rules, self.notes, body, spacing=0)
        layout.setStretch(6, 1)
        self.setLayout(layout)
        self._progress.hide()

    def _tools(self) -> QGridLayout:
        theme = self._theme
        self._only = QCheckBox(_("Only differences"))
        self._only.setObjectName("only_differences")
        self._before = IconButton(theme, "arrow_up", _("Previous difference (Shift+F7 or Alt+Up)"))
        self._next = IconButton(theme, "arrow_down", _("Next difference (F7 or Alt+Down)"))
        self._count = label("", "muted")
        self._right = QWidget()
        self._right.setLayout(row(self._only, 6, self._before, self._count, self._next, spacing=6))
        grid = QGridLayout()
        grid.setContentsMargins(16, 6, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.parts, 0, 0)
        grid.addWidget(self._right, 0, 3)
        grid.setColumnStretch(2, 1)
        self._grid = grid
        return grid

    def _place_chips(self, beside: bool) -> None:
        """Put the counts beside the parts, or below them where there is no room."""
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeWidget(self.chips)
        if beside:
            self._grid.addWidget(self.chips, 0, 1)
        else:
            self._grid.addWidget(self.chips, 1, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for number, card in enumerate(self.cards):
            card.clicked.connect(lambda _checked=False, number=number: self.side_wanted.emit(number))
        self.parts.chosen.connect(self._part_chosen)
        self.chips.filtered.connect(self._filter)
        self.rules.changed.connect(self.rules_changed)
        self._only.toggled.connect(self.diff.set_only_differences)
        self._before.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self.list.picked.connect(self._go_to)
        self.diff.picked.connect(self._went_to)
        self.diff.menu_wanted.connect(self.row_menu_wanted)
        for keys, step in (("F7", 1), ("Shift+F7", -1), ("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.step(step))

    # --- what it shows ---

    def show_sides(self, name: str, a: Side | None, b: Side | None) -> None:
        self.cards[0].show_side(a)
        self.cards[1].show_side(b)
        self._name.setText(f"{name[:60]}  /")
        self._pair.set_full_text(pair_title(a, b))

    def show_part(self, part: str) -> None:
        self.parts.show_choice(part)
        self._mode = part

    def show_busy(self, doing: str) -> None:
        """Say what is under way, unless it is over in a moment."""
        self._blank.say(doing, "")
        self._progress.setRange(0, 0)
        self._report.setEnabled(False)
        if not self._progress.isVisible():
            self._patience.start()

    def _show_busy(self) -> None:
        self._keep_keyboard(self.chips, self._right, self.list, self.diff)
        self.chips.show_counts({})
        self.notes.say(())
        self._right.hide()
        self.list.hide()
        self._progress.show()
        self._stop.show()
        self._stack.setCurrentWidget(self._empty)

    def show_progress(self, share: float) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(round(share * 1000))

    def show_trouble(self, title: str, reason: str) -> None:
        """Say why there is nothing to see."""
        self._settle(None)
        self._blank.say(title, reason)
        self._stack.setCurrentWidget(self._empty)

    def show_times(self, a: Timings, b: Timings) -> None:
        self._settle(None)
        self.times.times.show_times(a, b)
        self._keep_keyboard(self._right, self.rules, self.list, self.diff)
        self._right.hide()
        self._stack.setCurrentWidget(self.times)
        self.rules.hide()

    def show_outcome(self, outcome: Outcome, wanted: str, rules: Rules) -> None:
        """Show a comparison. wanted: the part that was asked for, where the outcome is of another one."""
        found = outcome.comparison
        self._settle(outcome)
        maker = LineMaker(outcome.a, outcome.b, outcome.language, outcome.mode, found.differences)
        self.diff.show_rows(outcome.rows, maker)
        self.list.show_differences(found.differences, outcome.mode, found.found)
        self.chips.show_counts(found.counts)
        self.rules.show_rules(rules, outcome.mode, found.key, found.suggested, _names(outcome))
        self.rules.setVisible(outcome.mode != "text")
        spelled = found.counts.get("spell", 0)
        told = (
            (_("{n} values are written in another way but are equal, such as 1.10 and 1.1.").format(n=f"{spelled:,}"),) if spelled else ()
        )
        self.notes.say((*self._verdict(found.found, found.notes), *found.notes, *told))
        self._stack.setCurrentWidget(self.diff)
        self._say_place()
        self._fit()

    def _verdict(self, found: int, notes: tuple[str, ...]) -> tuple[str, ...]:
        return () if found or notes else (_("No differences."),)

    def _settle(self, outcome: Outcome | None) -> None:
        self._outcome = outcome
        self._at = -1
        self._patience.stop()
        self._progress.hide()
        self._stop.hide()
        self._report.setEnabled(outcome is not None)
        self._right.show()
        for part in (self._only, self._before, self._next):
            part.setEnabled(outcome is not None)
        if outcome is None:
            self.chips.show_counts({})
            self.notes.say(())
        self._say_place()
        self._fit()

    # --- stepping ---

    def step(self, step: int) -> None:
        """Go to the next difference of those that are listed, or the one before; at the end round to the beginning."""
        shown = self.list.model.shown
        if not shown or self._outcome is None:
            return
        row = self.list.model.row_of(self._at)
        at = row if row >= 0 else (-1 if step > 0 else 0)
        self._go_to(shown[(at + step) % len(shown)])

    def _go_to(self, number: int) -> None:
        self._at = number
        self.diff.go_to(number)
        self.list.select(number)
        self._say_place()

    def _went_to(self, number: int) -> None:
        self._at = number
        self.list.select(number)
        self._say_place()

    def _say_place(self) -> None:
        shown = self.list.model.shown if self._outcome is not None else ()
        row = self.list.model.row_of(self._at)
        if row >= 0 and self._outcome is not None:
            text = _("{n} of {all}").format(n=f"{row + 1:,}", all=f"{len(shown):,}")
            self._count.setAccessibleDescription(spoken(self._outcome.comparison.differences[self._at], self._outcome.mode))
        else:
            text = f"{len(shown):,}" if shown else "0" if self._outcome is not None else ""
        self._count.setText(text)

    def _filter(self, kind: str) -> None:
        if self._outcome is not None:
            found = self._outcome.comparison
            self.list.show_differences(found.differences, self._outcome.mode, found.found, kind)
            self._at = -1
            self._say_place()

    def _part_chosen(self, part: str) -> None:
        self._mode = part
        self._outcome = None
        self.part_chosen.emit(part)

    # --- room ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._arrange)  # not while the layout is at work

    def _arrange(self) -> None:
        self._place_chips(self.width() >= self._theme.px(_ONE_ROW))
        self._fit()

    def _fit(self) -> None:
        differs = self._outcome is not None and bool(self._outcome.comparison.differences)
        wanted = differs and self.width() >= self._theme.px(_LIST_FROM)
        if not wanted:
            self._keep_keyboard(self.list)
        self.list.setVisible(wanted)

    def _keep_keyboard(self, *going: QWidget) -> None:
        """Give the keyboard to the part that is shown where what has it goes away: Qt would give it to the next widget of the window."""
        focused = QApplication.focusWidget()
        if focused is not None and any(part is focused or part.isAncestorOf(focused) for part in going):
            self.parts.focus_choice()


def _names(outcome: Outcome) -> tuple[str, ...]:
    """Return the names of the headers of both sides, in small letters; nothing for bodies."""
    if outcome.mode != "headers":
        return ()
    lines = (side.text(line) for side in (outcome.a, outcome.b) for line in range(1, len(side)))
    return tuple(dict.fromkeys(line.partition(":")[0].lower() for line in lines))
