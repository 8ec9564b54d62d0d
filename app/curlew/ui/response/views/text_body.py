"""What the views of a body as text have in common: the painted text, its foot, its menu, and the place that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from curlew.preview.buffer import Buffer
from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.text_foot import TextFoot
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import IconButton, column
from curlew.ui.widgets.text_view import TextPane
from curlew.ui.widgets.text_view.copying import AT_ONCE, LARGEST, refusal

if TYPE_CHECKING:
    from curlew.ui.response.path_bar import PathBar

COUNTED = 1_000_000
"""Bytes of a selection whose characters are counted; of more, the bytes are told."""

PATH_MS = 80
"""The path of the caret is looked for when it has stood still for so long."""

WITH_PATHS = frozenset({"json", "xml"})


class TextBody(BodyView):
    """A body as text. Views say what text that is (`_show`), and tell when it is whole (`_placed`)."""

    def __init__(self, ui: Ui, title: str) -> None:
        super().__init__(ui)
        self._tasks = ui.tasks.for_owner(self)
        self._path_tasks = ui.tasks.for_owner(self)
        self._opened = Opened()
        self._wanted_state: dict[str, Any] = {}
        self._wanted_place: Place | None = None
        self._notes: tuple[str, ...] = ()
        self._given = self._in_place = False
        self.pane = TextPane(ui.theme, title)
        self.foot = TextFoot(ui.theme)
        self._path: PathBar | None = None
        self._path_timer = QTimer(self)
        self._path_timer.setSingleShot(True)
        self._path_timer.setInterval(PATH_MS)
        self._path_timer.timeout.connect(self._look_for_path)
        self._wrap = IconButton(ui.theme, "wrap", _("Wrap long lines"))
        self._wrap.setObjectName("wrap_button")
        self._wrap.setCheckable(True)
        self._wrap.setChecked(self.pane.view.wrap)
        layout = column(self.pane, self.foot, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.pane)
        self._connect()

    def _connect(self) -> None:
        view = self.pane.view
        self._wrap.clicked.connect(view.toggle_wrap)
        view.wrap_changed.connect(self._wrap.setChecked)
        view.selection_changed.connect(self._tell_place)
        view.completed.connect(self._whole)
        view.menu_opening.connect(self._fill_menu)
        view.copying.refused.connect(self._refuse_copy)
        view.copying.copied.connect(lambda size: self._ui.notify("info", _("Copied {n} MB").format(n=f"{size / 1e6:,.1f}")))

    # --- what it shows ---

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._opened, self._given, self._in_place = opened, False, False
        self.foot.say_charset(opened.charset if len(opened.text) else "")
        if self._path is not None:
            self._path.setVisible(self._has_path)
        self._show(opened)

    def _show(self, opened: Opened) -> None:
        raise NotImplementedError

    def _placed(self, text: Buffer, notes: tuple[str, ...] = (), goes_on: bool = False) -> None:
        """Show the whole text. goes_on: its beginning stands there already, or it does itself."""
        self._given, self._notes = True, notes
        source = self.pane.view.source
        if not goes_on or source.data is not text:
            self.pane.set_text(text, self._language, keep_place=goes_on)
        elif source.rows.complete:
            self._whole()

    def _whole(self) -> None:
        """Go back to where the person was, once: all rows of the whole text are known."""
        if not self._given or self._in_place:
            return
        self._in_place = True
        if self._wanted_state:
            self.pane.restore_state(self._wanted_state)
            self._wanted_state = {}
        if self._wanted_place is not None:
            self.go_to(self._wanted_place)
        self._tell_place()
        self.notes_found.emit(self._notes)
        self.shown.emit()

    @property
    def _language(self) -> str:
        return {"text": "", "image": "xml"}.get(self._opened.kind, self._opened.kind)  # an image with a text is SVG

    @property
    def _has_path(self) -> bool:
        return self._language in WITH_PATHS and len(self._opened.text) > 0

    def stop(self) -> None:
        self._path_timer.stop()
        self._path_tasks.cancel()
        self._tasks.cancel()
        self.pane.stop()

    # --- what the host asks ---

    def tools(self) -> tuple[QWidget, ...]:
        return (self._wrap,)

    def open_find(self) -> None:
        self.pane.open_find()

    def copy(self) -> str | None:
        view = self.pane.view
        view.copy_shown()
        start, end = view.selection
        size = end - start or len(view.source.data)
        return "" if size > AT_ONCE else _("Copied the selection") if end > start else None

    def set_facts(self, facts: str) -> None:
        self.foot.set_facts(facts)

    def go_to(self, place: Place) -> None:
        if not self._in_place:
            self._wanted_place = place
            return
        self._wanted_place = None
        if self._has_path:
            self._tasks.start(self._go_to(place), _("Looking for the place"))

    async def _go_to(self, place: Place) -> None:
        from curlew.ui.response.views.text_places import span_of

        found = await span_of(self.pane.view.source.data, self._language, place)
        if found is not None:
            self.pane.view.select(*found, middle=True)

    def state(self) -> dict[str, Any]:
        return {"pane": self._wanted_state or self.pane.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        pane = state.get("pane")
        if not isinstance(pane, dict):
            return
        self.pane.view.set_wrap(bool(pane.get("wrap", True)))
        self._wrap.setChecked(self.pane.view.wrap)
        if self._in_place:
            self.pane.restore_state(pane)
        else:
            self._wanted_state = pane

    # --- the foot ---

    def _tell_place(self) -> None:
        view = self.pane.view
        start, end = view.selection
        self.foot.say_place(*view.caret_place())
        if end - start <= COUNTED:
            self.foot.say_selected(len(view.selected_text()))
        else:
            self.foot.say_selected(end - start, exact=False)
        if self._has_path and self._given and self.isVisible():
            self._path_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for nothing that nobody sees."""
        super().hideEvent(event)
        self._path_timer.stop()
        self._path_tasks.cancel()

    def _look_for_path(self) -> None:
        self._path_tasks.cancel()
        self._path_tasks.start(self._show_path(self.pane.view.caret), _("Looking for the path"))

    async def _show_path(self, offset: int) -> None:
        from curlew.ui.response.views.text_places import place_at

        place = await place_at(self.pane.view.source.data, self._language, offset)
        self.path.show_place(place, xml=self._language == "xml")
        self.place_changed.emit(place)

    @property
    def path(self) -> PathBar:
        """Where the caret is in a structured text; a part that is clicked is gone to."""
        if self._path is None:
            from curlew.ui.response.path_bar import PathBar

            self._path = PathBar(self._ui.theme)
            self._path.picked.connect(self.go_to)
            self.foot.lead(self._path)
        return self._path

    # --- the menu ---

    def _fill_menu(self, menu: QMenu, offset: int) -> None:
        from curlew.ui.response.views.text_values import TextValues

        TextValues(self._ui, self._tasks, self.pane.view, self.filter_wanted.emit).fill(menu, offset)
        icon = self._ui.theme.icon("copy", "text2", 14)
        whole = QMenu(_("Copy all"), menu)
        whole.setIcon(icon)
        whole.addAction(_("As shown"), self.pane.view.copy_all)
        if self.pane.view.source.data is not self._opened.text:
            whole.addAction(_("As it came"), self._copy_raw)
        if self._language == "json":
            whole.addAction(_("Minified"), self._copy_minified)
        menu.addMenu(whole)

    def _copy_raw(self) -> None:
        from curlew.ui.widgets.text_view.source import Source

        text = self._opened.text
        self.pane.view.copying.start(Source(text).copied(0, len(text)), len(text))

    def _copy_minified(self) -> None:
        self._tasks.start(self._minify(), _("Copying the body without blanks"))

    async def _minify(self) -> None:
        from curlew.ui.response.views.text_values import minified

        text = self._opened.text
        if len(text) > LARGEST:
            self._refuse_copy(len(text))
        else:
            small = await minified(text)
            self.pane.view.copying.start(iter((small,)), len(small))

    def _refuse_copy(self, size: int) -> None:
        title, reason, hint = refusal(size)
        self._ui.notify("warning", title, reason, hint)
