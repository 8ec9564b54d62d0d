"""What each command of the table does in this window, and which of them can be used now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from curlew.model.tree import ROOT, ItemKind
from curlew.text import _
from curlew.ui.shell.workspace_menu import make_workspace_menu

if TYPE_CHECKING:
    from curlew.ui.compare.opening import Comparisons
    from curlew.ui.documents.request_page import RequestPage
    from curlew.ui.shell.palette import Entry
    from curlew.ui.shell.workbench import Workbench

ZOOM_STEP = 10
TEXT_COMMANDS = ("body.go_to_line", "body.fold_all", "body.unfold_all")


class Commands:
    """Binds the table. Commands of the tree are the panel's."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def bind(self) -> None:
        """Say what every command does; to be called once, when the panels are there."""
        bench = self._bench
        acts = {**bench.panels.collections.acts(), **self._own()}
        acts["item.duplicate"] = self.duplicate
        bench.actions.bind_all(acts)
        bench.actions.attach("tree", bench.panels.collections)
        bench.panels.collections.selection_changed.connect(self.settle_flags)
        bench.panels.collections.import_requested.connect(bench.openers.ask_for_folder)
        bench.panels.collections.curl_requested.connect(self._copy_curl_of)
        bench.panels.fold_requested.connect(lambda fold: self._fold(bool(fold)))
        frame = bench.window.frame
        frame.top_bar.palette_requested.connect(self.open_palette)
        frame.top_bar.theme_requested.connect(self.toggle_theme)
        frame.top_bar.settings_requested.connect(self.open_settings)
        frame.top_bar.workspace.setMenu(make_workspace_menu(bench))
        frame.status_bar.split_requested.connect(self.toggle_split)
        frame.status_bar.sidebar_requested.connect(self.toggle_sidebar)
        frame.status_bar.cookies_requested.connect(self.open_cookies)

    def _own(self) -> dict[str, Callable[[], object]]:
        bench, documents = self._bench, self._bench.documents
        go_to = {f"tabs.go_{n}": partial(documents.go_to, n - 1) for n in range(1, 9)}
        return {
            "request.send": lambda: self._request(lambda page: page.send_or_cancel()),
            "request.new": self.new_request,
            "request.scratch": documents.open_scratch,
            "request.focus_url": lambda: self._request(lambda page: page.focus_first()),
            "request.beautify": lambda: self._request(lambda page: page.editor.beautify()),
            "request.paste_curl": bench.openers.paste_curl,
            "request.copy_curl": lambda: self._request(lambda page: page.copy_curl()),
            "response.copy": lambda: self._request(lambda page: page.viewer.copy_body()),
            "request.send_and_save": lambda: self._request(_send_and_save),
            "response.filter": lambda: self._request(lambda page: page.viewer.filter_body()),
            "response.save": lambda: self._request(lambda page: page.viewer.save_body()),
            "response.save_example": lambda: self._request(lambda page: page.examples.save()),
            "request.examples": lambda: self._request(lambda page: page.examples.show_tab()),
            "response.open_outside": lambda: self._request(lambda page: page.viewer.open_outside()),
            "response.own_window": lambda: self._request(documents.windows.toggle),
            **self._comparing(),
            **{command: partial(self._in_the_text, command) for command in TEXT_COMMANDS},
            "response.clear": lambda: self._request(lambda page: page.clear_response()),
            "file.save": self.save,
            "file.save_all": self.save_all,
            "file.revert": self.revert,
            "find": lambda: documents.at_work.find_text() if documents.at_work is not None else None,
            "folder.open": bench.openers.ask_for_folder,
            "file.view": bench.openers.ask_for_file,
            "sample.open": bench.openers.open_sample,
            "item.reveal": self._reveal,
            "edit.undo": self.undo,
            "edit.redo": self.redo,
            "palette.open": self.open_palette,
            "quick.open": self.open_quick,
            "tabs.close": documents.close_current,
            "tabs.close_others": documents.close_others,
            "tabs.reopen": documents.reopen,
            "tabs.recent": documents.go_recent,
            "tabs.side": documents.sides.open,
            "tabs.other_side": documents.sides.go_over,
            "tabs.close_side": documents.sides.close,
            **go_to,
            "tabs.go_last": lambda: documents.go_to(-1),
            "view.collections": lambda: self._show_panel("collections"),
            "view.environments": lambda: self._show_panel("environments"),
            "view.variables": bench.panels.show_variables,
            "view.history": lambda: self._show_panel("history"),
            "view.filter": self._focus_filter,
            "view.sidebar": self.toggle_sidebar,
            "view.split": self.toggle_split,
            "view.theme": self.toggle_theme,
            "view.zoom_in": lambda: self._zoom(ZOOM_STEP),
            "view.zoom_out": lambda: self._zoom(-ZOOM_STEP),
            "view.zoom_reset": lambda: self._zoom(0),
            "cookies.open": self.open_cookies,
            "settings.open": self.open_settings,
            "workspace.settings": lambda: self.open_settings("workspace"),
            "settings.shortcuts": lambda: self.open_settings("shortcuts"),
            "window.quit": bench.window.close,
        }

    def _comparing(self) -> dict[str, Callable[[], object]]:
        def from_page(act: Callable[[Comparisons, RequestPage], object]) -> Callable[[], object]:
            return lambda: self._request(lambda page: act(self.comparisons(), page))

        return {
            "response.compare": from_page(lambda comparisons, page: comparisons.with_earlier(page)),
            "response.compare_other": from_page(lambda comparisons, page: comparisons.with_other(page)),
            "response.compare_environments": from_page(lambda comparisons, page: comparisons.under_environments(page)),
        }

    def comparisons(self) -> Comparisons:
        """Return what opens comparisons."""
        from curlew.ui.compare.opening import Comparisons

        return Comparisons(self._bench.ui, self._bench.documents)

    def settle_flags(self) -> None:
        """Enable what can be used now."""
        bench = self._bench
        page = bench.documents.at_work
        flags = set(page.flags()) if page is not None else set()
        held = {
            "tree": bool(bench.panels.collections.selected_ids()),
            "closed": len(bench.documents.closed) > 0,
            "several": bench.documents.sides.is_possible,
            "split": bench.documents.stack.is_split,
        }
        flags.update(flag for flag, holds in held.items() if holds)
        bench.actions.set_flags(flags)

    # --- requests ---

    def new_request(self) -> None:
        """Make a request in the tree where something is open, else one without a file."""
        bench = self._bench
        if bench.session.tree.child_ids(ROOT) and bench.window.frame.is_sidebar_shown:
            self._show_panel("collections")
            bench.panels.collections.new_request()
        else:
            bench.documents.open_scratch()

    def duplicate(self) -> None:
        """Copy the selected items; what follows (undo, rename) concerns the tree, so it gets the keyboard."""
        self._show_panel("collections")
        self._bench.panels.collections.duplicate()

    def _in_the_text(self, command: str) -> None:
        from curlew.ui.response import text_commands

        self._request(lambda page: text_commands.run(command, self._bench.ui, page.viewer.body))

    def _request(self, act: Callable[[RequestPage], object]) -> None:
        from curlew.ui.documents.request_page import RequestPage

        page = self._bench.documents.at_work
        if isinstance(page, RequestPage):
            act(page)

    def _copy_curl_of(self, item_id: object) -> None:
        self._bench.tasks.start(self._copy_curl(item_id), _("Copy as cURL"))

    async def _copy_curl(self, item_id: object) -> None:
        from curlew.engine.snippets import as_curl
        from curlew.model.request import Request

        assert isinstance(item_id, int)
        session = self._bench.session
        loaded = await session.load(item_id)
        if isinstance(loaded.value, Request):
            collection = session.tree.collection_of(item_id)
            folder = collection.path if collection is not None else None
            QApplication.clipboard().setText(as_curl(loaded.value, await session.surroundings(item_id), folder))
            self._bench.notices("info", _("Copied as cURL"))

    # --- saving, undoing ---

    def save(self) -> None:
        page = self._bench.documents.at_work
        if page is not None and page.can_save:
            page.tasks.start(page.save(), _("Saving {name}").format(name=page.look().title))

    def save_all(self) -> None:
        self._bench.tasks.start(self._save_all(), _("Saving"))

    async def _save_all(self) -> None:
        for page in self._bench.documents.pages:
            if page.is_dirty and page.item_id is not None and not await page.save():
                return

    def revert(self) -> None:
        page = self._bench.documents.current
        if page is not None and page.is_dirty:
            page.tasks.start(page.revert(), _("Going back to what is saved"))

    def undo(self) -> None:
        self._undo_target()[0]()

    def redo(self) -> None:
        self._undo_target()[1]()

    def _undo_target(self) -> tuple[Callable[[], object], Callable[[], object]]:
        """Return undo and redo of the focused side: the tree's, or the editor's."""
        bench = self._bench
        focus = QApplication.focusWidget()
        page = bench.documents.current
        if page is not None and focus is not None and page.isAncestorOf(focus):
            return page.undo, page.redo
        return bench.panels.collections.undo, bench.panels.collections.redo

    # --- the view ---

    def toggle_theme(self) -> None:
        self._bench.session.settings.set("look.theme", "light" if self._bench.theme.is_dark else "dark")

    def toggle_split(self) -> None:
        self._bench.documents.set_beside(not self._bench.documents.beside)
        self.settle_split()

    def settle_split(self) -> None:
        self._bench.window.frame.status_bar.set_split(self._bench.documents.beside)

    def toggle_sidebar(self) -> None:
        frame = self._bench.window.frame
        frame.show_sidebar(not frame.is_sidebar_shown)

    def _fold(self, fold: bool) -> None:
        frame = self._bench.window.frame
        if frame.is_sidebar_shown == fold:
            frame.show_sidebar(not fold)

    def _show_panel(self, panel: str) -> None:
        self._fold(False)
        self._bench.panels.show_panel(panel).setFocus()

    def _focus_filter(self) -> None:
        self._show_panel("collections")
        self._bench.panels.collections.focus_filter()

    def _reveal(self) -> None:
        page = self._bench.documents.current
        if page is not None and page.item_id is not None:
            self._bench.panels.reveal(page.item_id)

    def _zoom(self, step: int) -> None:
        settings = self._bench.session.settings
        zoom = settings.number("look.zoom") + step if step else 100
        settings.set("look.zoom", min(200, max(70, zoom)))

    def open_settings(self, page: str = "") -> None:
        from curlew.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._bench.ui, self._bench.window, page if isinstance(page, str) else "")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_cookies(self) -> None:
        """Open the cookie manager at the jar that the page in front sends from."""
        self._bench.tasks.start(self._open_cookies(), _("Opening the cookies"))

    async def _open_cookies(self) -> None:
        from curlew.ui.cookies.opening import cookies_dialog
        from curlew.ui.documents.request_page import RequestPage

        page = self._bench.documents.current
        item_id = page.context_id if isinstance(page, RequestPage) else page.item_id if page is not None else None
        request = page.request if isinstance(page, RequestPage) else None
        dialog = await cookies_dialog(self._bench.ui, self._bench.window, item_id, request)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- the palette ---

    def open_palette(self) -> None:
        """Offer every command that can be used now, the environments, and the open workspace's requests."""
        from curlew.ui.shell.palette import Entry

        actions = self._bench.actions
        entries = [
            Entry(spec.title, partial(actions.trigger, spec.id), spec.icon, detail=spec.group, keys=actions.keys(spec.id))
            for spec in actions.bound()
            if spec.listed and actions.is_enabled(spec.id)
        ]
        everything = [*entries, *self._environments(), *self._requests()]
        self._show(everything, _("Type a command or the name of a request"))

    def open_quick(self) -> None:
        """Offer the open workspace's requests."""
        self._show(self._requests(), _("Type the name of a request, or a part of its address"))

    def _show(self, entries: list[Entry], hint: str) -> None:
        from curlew.ui.shell.palette import Palette

        window = self._bench.window
        open_now = window.findChild(Palette)
        if open_now is not None:
            open_now.leave()
        Palette(self._bench.theme, window, entries, hint).open_over()

    def _go_to(self, item_id: int) -> None:
        """Show a request that was picked, with the keyboard in it."""
        self._bench.documents.open_item(item_id)
        self._bench.documents.stack.focus_front()

    def _environments(self) -> list[Entry]:
        from curlew.ui.shell.palette import Entry

        session = self._bench.session
        found = []
        for owner in (ROOT, *session.tree.child_ids(ROOT)):
            place = session.tree[owner].name
            for file in session.environments(owner):
                title = _("Switch environment: {name}").format(name=file.name)
                found.append(Entry(title, partial(session.set_active_environment, owner, file.name), "globe", detail=place))
        return found

    def _requests(self) -> list[Entry]:
        from curlew.ui.shell.palette import Entry

        tree, found = self._bench.session.tree, []
        for item in tree.walk():
            if item.kind in (ItemKind.REQUEST, ItemKind.OPAQUE):
                place = " / ".join(above.name for above in reversed(tree.ancestors(item.id)[:-1]))
                found.append(Entry(item.name, partial(self._go_to, item.id), method=item.label or "GET", detail=place, more=item.url))
        return found


def _send_and_save(page: RequestPage) -> None:
    from curlew.ui.documents.send_and_save import send_and_save

    send_and_save(page)
