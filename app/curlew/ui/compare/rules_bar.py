"""The bar below the counts: paths that are left out, what array items are matched by, how near numbers must be."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QToolButton, QWidget

from curlew.preview.compare.result import BY_CONTENT, BY_PLACE, Rules
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, label, row

_NAMES = ("id", "key", "name", "code")
_MOST_CHIPS = 3
"""Ignored paths that are shown beside each other; the rest stands in a menu."""


class RulesBar(QFrame):
    """`changed(rules)`: the person wants it compared by other rules."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rules = Rules()
        self._suggested: tuple[str, ...] = ()
        self._mode = "structure"
        self._guessed = ""
        self._present: tuple[str, ...] = ()
        self.setProperty("ground", "band")
        self.setProperty("edge", "bottom")
        self._title = label("", "muted")
        self._chips = row(spacing=6)
        self._add = TextButton(theme, _("Add path"), "link", "plus", self._offer)
        self._add.setObjectName("add_ignored")
        self._field = QLineEdit()
        self._field.setObjectName("ignored_field")
        self._field.setProperty("small", True)
        self._field.setFixedWidth(theme.px(220))
        self._field.hide()
        self._field.returnPressed.connect(self._take_typed)
        self._field.editingFinished.connect(self._left_field)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._field)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self._close_field)
        self._by_title, self._by = label(_("Match array items by"), "muted"), QToolButton()
        self._by.setObjectName("array_key")
        self._by.setProperty("kind", "chip")
        self._by.clicked.connect(self._offer_keys)
        self._near_title, self._near = label(_("Numbers within"), "muted"), QLineEdit()
        self._near.setObjectName("tolerance")
        self._near.setAccessibleName(_("Numbers within"))
        self._near.setProperty("small", True)
        self._near.setFixedWidth(theme.px(56))
        self._near.editingFinished.connect(lambda: self._change(tolerance=self._near.text().strip() or "0"))
        for part, title in ((self._by, self._by_title), (self._near, self._near_title)):
            part.setToolTip(title.text())  # the words beside it go where there is no room for them
        right = (self._by_title, self._by, 8, self._near_title, self._near)
        self.setLayout(row(self._title, self._chips, self._add, self._field, None, *right, margins=(16, 4, 16, 4), spacing=6))
        self.show_rules(Rules(), "structure")

    def show_rules(
        self, rules: Rules, mode: str, guessed: str = "", suggested: tuple[str, ...] = (), present: tuple[str, ...] = ()
    ) -> None:
        """Show the rules in force. guessed: what array items were matched by, where that is not chosen.

        present: names in small letters that are shown first; the others matter less here.
        """
        self._present = present
        self._rules, self._mode, self._guessed = rules, mode, guessed
        self._suggested = tuple(path for path in suggested if path not in rules.ignored)
        in_structure = mode == "structure"
        self._title.setText(_("Ignored paths") if in_structure else _("Ignored headers"))
        self._add.setText(" " + (_("Add path") if in_structure else _("Add header")))
        self._field.setAccessibleName(_("Path to ignore") if in_structure else _("Header to ignore"))
        self._field.setPlaceholderText("$.items[*].createdAt" if in_structure else "Date")
        self._show_chips()
        titles = {"": guessed or _("guess"), BY_PLACE: _("place"), BY_CONTENT: _("content")}
        self._by.setText(titles.get(rules.key, rules.key))
        self._by.setAccessibleName(_("Match array items by {what}").format(what=self._by.text()))
        self._near.setText(rules.tolerance)
        self._fit()

    def _show_chips(self) -> None:
        while (entry := self._chips.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(self._rules.ignored, key=lambda path: path.lower() not in self._present)
        count = sum(path.lower() in self._present for path in ordered) if self._present else len(ordered)
        shown = ordered[: min(count, _MOST_CHIPS)]
        for path in shown:
            self._chips.addWidget(self._chip(path))
        rest = ordered[len(shown) :]
        if rest:
            more = self._chip_button(_("{n} more").format(n=len(rest)), _("All that is ignored"))
            more.clicked.connect(lambda _checked=False: self._offer_rest(rest, more))
            self._chips.addWidget(more)

    def _chip(self, path: str) -> QToolButton:
        chip = self._chip_button(path if len(path) <= 32 else path[:31] + "…", _("Do not ignore {path} any more").format(path=path))
        chip.setFont(self._theme.font(12, mono=True))
        chip.setIcon(self._theme.icon("close", "text3", 12))
        chip.setIconSize(QSize(12, 12))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setToolTip(_("Click to compare it again"))
        chip.clicked.connect(lambda _checked=False: self.remove(path))
        return chip

    def _chip_button(self, text: str, name: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("kind", "chip")
        chip.setText(text.replace("&", "&&"))
        chip.setAccessibleName(name)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    def _offer_rest(self, paths: list[str], below: QWidget) -> None:
        menu = self._menu()
        for path in paths:
            menu.addAction(_("Compare {path} again").format(path=path).replace("&", "&&")).triggered.connect(
                lambda _checked=False, path=path: self.remove(path)
            )
        self._popup(menu, below)

    # --- room ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # not while the layout is at work

    def _fit(self) -> None:
        """Leave words out where there is no room for all, those that matter least first; nothing is squeezed or covered."""
        in_structure = self._mode == "structure"
        self._title.show()
        for part in (self._by_title, self._by, self._near_title, self._near):
            part.setVisible(in_structure)
        leaving: list[QWidget] = [self._by_title, self._near_title, self._title]
        if not self._field.isHidden():
            leaving += [self._near, self._by]
        for quiet in leaving:
            if self.sizeHint().width() <= self.width():
                break
            quiet.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    # --- what the person does ---

    def ignore(self, path: str) -> None:
        """Leave a path out."""
        if path and path not in self._rules.ignored:
            self._change(ignored=(*self._rules.ignored, path))

    def remove(self, path: str) -> None:
        """Compare a path again."""
        self._change(ignored=tuple(kept for kept in self._rules.ignored if kept != path))

    def _change(self, **fields: object) -> None:
        rules = replace(self._rules, **fields)  # type: ignore[arg-type]
        if rules != self._rules:
            self._rules = rules
            self.changed.emit(rules)

    def _offer(self) -> None:
        """Offer what looks as if it changes each time, and a field for any other path."""
        if not self._suggested:
            self._type()
            return
        menu = self._menu()
        for path in self._suggested:
            menu.addAction(path.replace("&", "&&")).triggered.connect(lambda _checked=False, path=path: self.ignore(path))
        menu.addSeparator()
        menu.addAction(_("Another one…")).triggered.connect(lambda _checked=False: self._type())
        self._popup(menu, self._add)

    def _type(self) -> None:
        self._field.clear()
        self._field.show()
        self._fit()
        self._field.setFocus()

    def _take_typed(self) -> None:
        typed = self._field.text().strip()
        self._close_field()
        self.ignore(typed)

    def _close_field(self) -> None:
        if self._field.hasFocus():
            self._add.setFocus()
        self._field.hide()
        self._fit()

    def _left_field(self) -> None:
        if not self._field.hasFocus():
            self._close_field()

    def _offer_keys(self) -> None:
        menu = self._menu()
        names = dict.fromkeys((self._guessed or "id", *_NAMES, self._rules.key))
        choices = [("", _("Guess")), (BY_PLACE, _("Their place")), (BY_CONTENT, _("Their content"))]
        choices += [(name, name) for name in names if name and name not in (BY_PLACE, BY_CONTENT)]
        for key, title in choices:
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self._rules.key)
            action.triggered.connect(lambda _checked=False, key=key: self._change(key=key))
        self._popup(menu, self._by)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _popup(self, menu: QMenu, below: QWidget) -> None:
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
