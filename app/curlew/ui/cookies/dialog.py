"""The cookie manager: domains at the left, their cookies in the middle, the fields of one at the right."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from curlew.model.cookies_rules import Cookie, readable
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.cookies.domain_list import DomainList, DomainModel
from curlew.ui.cookies.form import CookieForm
from curlew.ui.cookies.jar_desk import JarDesk, Key
from curlew.ui.cookies.listing import ATTRIBUTES, DOMAIN, cells, domains, found
from curlew.ui.response.blank import Blank
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.sheet import Sheet
from curlew.ui.widgets.switch import Switch

NARROW = 1200
"""Windows below this width give the sides less, so that the table keeps its columns."""

WIDTHS = {
    (False, False): (104, 0, 108, 50, 138, 134),
    (False, True): (120, 0, 0, 56, 138, 178),
    (True, False): (84, 0, 96, 50, 138, 0),
    (True, True): (94, 0, 0, 50, 138, 106),
}
"""The columns' widths by (narrow, of one domain); the second column takes the rest."""


@dataclass(frozen=True, slots=True)
class Going:
    """The request whose cookies the manager tells apart: its URL with variables filled in, and what it is called."""

    url: str = ""
    title: str = ""


class CookiesDialog(Sheet):
    """Opened over the window; every change counts at once."""

    def __init__(self, ui: Ui, parent: QWidget, environment: str, going: Going = Going()) -> None:
        theme = ui.theme
        super().__init__(theme, parent, _("Cookies"), QSize(theme.px(1170), theme.px(600)))
        self.setObjectName("cookies_dialog")
        self._ui, self._going = ui, going
        self.form = CookieForm(theme)
        self._desk = JarDesk(ui, environment, going.url, self)
        self._desk.loaded.connect(self._show_loaded)
        self._desk.refused.connect(self.form.say)
        self._desk.told.connect(self._tell)
        self._shown: list[Cookie] = []
        self._only_going = self._keep_form = False
        self.domains = DomainModel(self)
        self.domain_list = DomainList(theme, self.domains)
        self.domain_list.selectionModel().currentChanged.connect(lambda *_indexes: self._show_rows())
        self.model = GridModel((_("Name"), _("Value"), _("Domain"), _("Path"), _("Ends"), _("Attributes")), self)
        self.table = GridView(theme, _("Cookies of the domain"), self.model, _copied)
        self._is_narrow = parent.window().width() < theme.px(NARROW)
        self._sides = (208, 276) if self._is_narrow else (230, 290)
        self.table.selectionModel().currentRowChanged.connect(lambda *_indexes: self._show_current())
        self.form.changed.connect(self._desk.put)
        self.form.delete_wanted.connect(lambda cookie: self._desk.remove([cookie]))
        self.form.copy_wanted.connect(lambda cookie: QGuiApplication.clipboard().setText(readable(cookie.pair)))
        self.form.left.connect(self._show_current)
        self._lay_out()
        self._desk.load()
        self.search.setFocus()

    # --- what is shown ---

    def _show_loaded(self, go_to: Key | None) -> None:
        desk = self._desk
        current = self._current()
        wanted = go_to or (current.key if current is not None else None)
        self._file.setText(_home(desk.file))
        self._file.setToolTip(_("Cookies with an end are kept here; session cookies go with the app.").replace("&", "&amp;"))
        self.use.setChecked(not desk.is_off)
        names = [(desk.title_of(name), name) for name in desk.environments]
        if [self.jar.itemData(at) for at in range(self.jar.count())] != [name for _text, name in names]:
            self.jar.clear()
            for text, name in names:
                self.jar.addItem(text, name)
        self.jar.setCurrentIndex(max(0, self.jar.findData(desk.environment)))
        domain = go_to[0] if go_to else self._domain
        self.domains.set_rows(domains(desk.cookies, self.search.text()))
        if self._domain != domain or not self.domain_list.currentIndex().isValid():
            self.domain_list.setCurrentIndex(self.domains.find(domain))
        self._show_rows(wanted, keep_new=go_to is None)

    def _show_rows(self, wanted: Key | None = None, keep_new: bool = False) -> None:
        now, domain = time.time(), self._domain
        shown = [cookie for cookie in found(self._desk.cookies, self.search.text()) if domain in ("", cookie.domain)]
        if self._only_going:
            shown = [cookie for cookie in shown if cookie.key in self._desk.going]
        self._shown = shown
        self.model.set_rows([cells(cookie, now) for cookie in shown])
        self._show_columns(bool(domain))
        self._show_blank(not shown)
        self._title.setText(domain or _("All domains"))
        self._count.setText(str(len(shown)))
        self._clear_domain.setEnabled(bool(domain and shown))
        self._clear_all.setEnabled(bool(self._desk.cookies))
        self._say_going()
        at = next((number for number, cookie in enumerate(shown) if cookie.key == wanted), 0)
        self._keep_form = keep_new and self.form.is_new
        if shown:
            self.table.selectRow(at)
        self._show_current()
        self._keep_form = False

    def _show_columns(self, of_one: bool) -> None:
        """Leave out what is the same in all rows, or stands in the fields at the right, so that values keep their room."""
        self.table.setColumnHidden(DOMAIN, of_one)
        self.table.setColumnHidden(ATTRIBUTES, self._is_narrow and not of_one)
        self.table.set_widths(*WIDTHS[self._is_narrow, of_one])

    def _show_blank(self, blank: bool) -> None:
        """Say why there is no row."""
        self.table.setVisible(not blank)
        self._blank.setVisible(blank)
        if not self._desk.cookies:
            self._blank.say(_("This jar is empty"), _("Cookies that servers set are kept here, and go back to them."))
        elif self._only_going:
            self._blank.say(_("None of these goes with {request}").format(request=self._going.title))
        else:
            self._blank.say(_("No cookie has these words"))

    def _show_current(self) -> None:
        """Show the selected cookie in the form, unless a new one is typed there and only the jar changed."""
        if not self._keep_form:
            self.form.show_cookie(self._current())

    def _current(self) -> Cookie | None:
        at = self.table.currentIndex().row()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    @property
    def _domain(self) -> str:
        return self.domains.domain(self.domain_list.currentIndex())

    def _say_going(self) -> None:
        going = [cookie for cookie in self._shown if cookie.key in self._desk.going]
        self._which.setVisible(bool(self._going.url and self._desk.cookies))
        self._which.setText(_("Show all") if self._only_going else _("Show which"))
        if self._going.url and not self._desk.cookies:
            self._info.setText(_("No cookie goes with {request} yet").format(request=self._going.title))
            return
        if not self._going.url:
            self._info.setText(_("Session cookies (“with the app”) are in no file: they go when Curlew ends."))
            return
        text = ngettext("{n} of {all} goes with {request}", "{n} of {all} go with {request}", len(going))
        self._info.setText(text.format(n=len(going), all=len(self._shown), request=self._going.title))

    def _tell(self, text: str, can_undo: bool) -> None:
        self._told.setText(text)
        self._undo.setVisible(can_undo)

    # --- what is done ---

    def begin_new(self) -> None:
        """Empty the fields for a new cookie of the domain that is shown."""
        self.form.begin_new(self._domain)

    def delete_selected(self) -> None:
        self._desk.remove([self._shown[at] for at in self.table.selected_rows()])

    def _filter_going(self) -> None:
        self._only_going = not self._only_going
        self._show_rows()

    def _ask_for_file(self) -> None:
        self._ui.tasks.start(self._read_file(), _("Reading cookies"))

    async def _read_file(self) -> None:
        dialog = QFileDialog(self, _("Read cookies of curl’s format") + " – Curlew", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await self._ui.ask(dialog) == QDialog.DialogCode.Accepted and dialog.selectedFiles():
            self._desk.read_file(Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def _ask_where(self) -> None:
        self._ui.tasks.start(self._write_file(), _("Writing cookies"))

    async def _write_file(self) -> None:
        dialog = QFileDialog(self, _("Write cookies in curl’s format") + " – Curlew", str(Path.home() / "cookies.txt"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if await self._ui.ask(dialog) == QDialog.DialogCode.Accepted and dialog.selectedFiles():
            self._desk.write_file(Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_table = self.table.hasFocus()
        if in_table and event.key() == Qt.Key.Key_Delete:
            self.delete_selected()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._undo.isVisible():
            self._desk.take_back()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
        else:
            super().keyPressEvent(event)

    # --- layout ---

    def _lay_out(self) -> None:
        body = row(self._left(), self._middle(), self._right(), spacing=0)
        body.setStretch(1, 1)
        layout = column(self._head(), spacing=0, margins=(1, 1, 1, 1))
        layout.addLayout(body, 1)
        layout.addWidget(self._foot())
        self.setLayout(layout)

    def _head(self) -> QWidget:
        self._file = label("", "meta")
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = IconButton(self.theme, "close", _("Close"))
        close.clicked.connect(self.accept)
        return frame(
            "",
            "bottom",
            row(label(_("Cookies"), "title"), None, label(_("kept in"), "meta"), self._file, 6, close, margins=(20, 10, 14, 10)),
        )

    def _left(self) -> QWidget:
        theme = self.theme
        self.search = QLineEdit()
        self.search.setObjectName("cookie_search")
        self.search.setPlaceholderText(_("Find a cookie"))
        self.search.setAccessibleName(_("Find a cookie"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._show_loaded(None))
        self.jar = QComboBox()
        self.jar.setObjectName("cookie_jar")
        self.jar.setAccessibleName(_("Jar of the environment"))
        self.jar.activated.connect(lambda _at: self._desk.show_jar(str(self.jar.currentData())))
        self.jar.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.use = Switch(theme, _("Use this jar: send and store cookies"))
        self.use.setObjectName("use_jar")
        self.use.clicked.connect(lambda on=False: self._desk.switch(on))
        foot = frame("", "top")
        jar = row(label(_("Jar"), "meta"), self.jar, spacing=10)
        jar.setStretch(1, 1)
        foot.setLayout(column(jar, row(label(_("Use this jar"), "meta"), None, self.use), margins=(12, 10, 12, 8), spacing=4))
        upper = QWidget()
        upper.setLayout(column(self.search, self.domain_list, margins=(12, 12, 8, 8)))
        side = frame("surface", "right")
        layout = column(upper, foot, spacing=0)
        layout.setStretch(0, 1)
        side.setLayout(layout)
        side.setFixedWidth(theme.px(self._sides[0]))
        return side

    def _middle(self) -> QWidget:
        theme = self.theme
        self._title = label("", "strong")
        self._count = label("", "badge")
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        add = TextButton(theme, _("Add cookie"), "", "plus", self.begin_new)
        add.setObjectName("add_cookie")
        self._info, self._told = label("", "meta"), label("", "meta")
        self._told.setObjectName("cookies_done")
        self._which = TextButton(theme, _("Show which"), "link", act=self._filter_going)
        self._undo = TextButton(theme, _("Undo"), "link", act=self._desk.take_back)
        self._undo.setObjectName("undo_cookies")
        self._undo.hide()
        head = frame("", "bottom", row(self._title, self._count, None, add, self._menu_button(), margins=(16, 8, 12, 8)))
        foot = frame(
            "",
            "top",
            row(Picture(theme, "info", "text3", 14), self._info, None, self._told, self._undo, self._which, margins=(16, 5, 12, 5)),
        )
        middle = QWidget()
        self._blank = Blank(theme, "cookie", "", "")
        self._blank.setObjectName("no_cookies")
        layout = column(head, self.table, self._blank, foot, spacing=0)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        middle.setLayout(layout)
        return middle

    def _menu_button(self) -> QToolButton:
        button = IconButton(self.theme, "more", _("More"))
        button.setObjectName("more_cookies")
        menu = QMenu(button)
        menu.addAction(_("Clear session cookies"), lambda: self._desk.remove([c for c in self._desk.cookies if c.expires is None]))
        menu.addAction(_("Clear what has ended"), lambda: self._desk.remove([c for c in self._desk.cookies if c.is_over(time.time())]))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _right(self) -> QWidget:
        side = frame("bg", "left", column(self.form, spacing=0))
        side.setFixedWidth(self.theme.px(self._sides[1]))
        return side

    def _foot(self) -> QWidget:
        theme = self.theme
        self._clear_domain = TextButton(theme, _("Clear this domain"), "danger", "trash", lambda: self._desk.remove(self._of_domain()))
        self._clear_domain.setObjectName("clear_domain")
        self._clear_all = TextButton(theme, _("Clear all"), "ghost", act=lambda: self._desk.remove(self._desk.cookies))
        self._clear_all.setObjectName("clear_all")
        read = TextButton(theme, _("Import"), act=self._ask_for_file)
        write = TextButton(theme, _("Export"), act=self._ask_where)
        done = TextButton(theme, _("Done"), "primary", act=self.accept)
        return frame("", "top", row(self._clear_domain, self._clear_all, None, read, write, done, margins=(20, 12, 20, 12)))

    def _of_domain(self) -> list[Cookie]:
        return [cookie for cookie in self._desk.cookies if cookie.domain == self._domain]


def _copied(row_cells: tuple[Cell, ...]) -> str:
    return f"{row_cells[0].text}={row_cells[1].text}"


def _home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
