"""A page over one item's file: load, draft, save, conflict. What the value is and how it is edited, the subclasses know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from curlew.errors import ConflictError, CurlewError
from curlew.model.request import FileValue
from curlew.model.tree import Item, ItemKind
from curlew.storage.drafts import Draft, Drafts
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents import conflict
from curlew.ui.documents.breadcrumb import Breadcrumb
from curlew.ui.documents.page import Page
from curlew.ui.documents.strip import Strip
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.widgets.parts import IconButton, TextButton

DRAFT_MS = 200


class ItemPage(Page):
    """Subclasses give `_fill`, `_value` and the widgets; `_note_edit` is to be called at each edit."""

    def __init__(self, ui: Ui, key: str, item_id: int | None) -> None:
        super().__init__(ui, key)
        self._item_id = item_id
        self._base: FileValue | None = None
        self._base_hash = ""
        self._draft_id = Drafts.new_id()
        self._dirty = False
        self._path: Path | None = None
        self._wanted_state: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.keep_draft)
        self.head = Breadcrumb(ui.theme)
        self.head.place_chosen.connect(self._go_to_place)
        self.strip = Strip(ui.theme)
        self.save_button = TextButton(ui.theme, _("Save"), "ghost", "save", lambda: ui.actions.trigger("file.save"))
        self.save_button.setObjectName("save_button")
        self.save_button.setToolTip(ui.actions.titled("file.save"))
        self.head.add(self.save_button)
        self.copy_button = IconButton(ui.theme, "reveal", _("Show in the tree"))
        self.copy_button.clicked.connect(lambda: ui.actions.trigger("item.reveal"))
        self.head.add(self.copy_button)

    # --- for subclasses ---

    def _fill(self, value: FileValue) -> None:
        """Show a value."""
        raise NotImplementedError

    def _value(self) -> FileValue:
        """Return what is shown."""
        raise NotImplementedError

    def _note_edit(self) -> None:
        """Take note of an edit: the first counts at once, so that it can be saved; the next ones a fifth of a second later."""
        if not self._dirty:
            self.keep_draft()
        elif not self._timer.isActive():
            self._timer.start()
        self.edited.emit()

    # --- loading ---

    async def open(self) -> None:
        """Load the file, or the draft of it, and show it. Raises CurlewError."""
        assert self._item_id is not None
        self.item_changed()
        loaded = await self.ui.session.load(self._item_id)
        self._base, self._base_hash = loaded.value, loaded.hash
        draft = self.ui.session.drafts.for_path(self._path) if self._path is not None else None
        value = loaded.value
        if draft is not None and draft.value is not None:
            self._draft_id, value = draft.id, draft.value  # type: ignore[assignment]
            if draft.base_hash != loaded.hash:
                self._base_hash = draft.base_hash
                self._say_changed_on_disk()
        self._fill(value)
        self._settle(value)
        self.item_changed()
        self.surroundings_changed()
        self._apply_state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self._wanted_state = state
        if self._base is not None:
            self._apply_state()

    def _apply_state(self) -> None:
        """Put the wanted state onto the widgets, which are filled now."""

    # --- what the tab shows ---

    @property
    def item_id(self) -> int | None:
        return self._item_id

    @property
    def is_dirty(self) -> bool:
        return self._dirty

    @property
    def name(self) -> str:
        if self._item_id is not None and self._item_id in self.ui.session.tree:
            return self.ui.session.tree[self._item_id].name
        return getattr(self._base, "name", "")

    def _place(self) -> str:
        tree = self.ui.session.tree
        if self._item_id is None or self._item_id not in tree:
            return ""
        return " / ".join(item.name for item in reversed(tree.ancestors(self._item_id)) if item.kind is not ItemKind.WORKSPACE)

    def look(self) -> TabLook:
        return TabLook(self.name, dirty=self._dirty, place=self._place())

    def flags(self) -> frozenset[str]:
        held = {"page"}
        if self._item_id is not None:
            held.add("item")
        if self.can_save:
            held.add("saveable")
        if self._dirty and self._item_id is not None:
            held.add("dirty")
        return frozenset(held)

    def descriptor(self) -> dict[str, Any]:
        return {"kind": "item", "path": str(self._path)} if self._path is not None else {}

    def item_changed(self) -> None:
        tree = self.ui.session.tree
        places: tuple[Item, ...] = ()
        if self._item_id is not None and self._item_id in tree:
            self._path = tree[self._item_id].path
            places = tuple(item for item in reversed(tree.ancestors(self._item_id)) if item.kind is not ItemKind.WORKSPACE)
        self.head.show_path(places, self.look().title)
        self.copy_button.setVisible(self._item_id is not None)
        self.look_changed.emit()

    # --- drafts ---

    def keep_draft(self) -> None:
        self._timer.stop()
        if self._base is None:
            return
        value = self._value()
        if self._differs(value):
            self.ui.session.drafts.put(self._draft(value))
        else:
            self.ui.session.drafts.drop(self._draft_id)
        self._settle(value)

    def _draft(self, value: FileValue) -> Draft:
        return Draft(self._draft_id, value, path=self._path, base_hash=self._base_hash, tab={})

    def _settle(self, value: FileValue) -> None:
        """Compare with what is on disk and show whether it differs."""
        self._dirty = self._differs(value)
        self.save_button.setEnabled(self.can_save)
        self.look_changed.emit()

    def _differs(self, value: FileValue) -> bool:
        return value != self._base

    async def revert(self) -> None:
        """Give up what was typed and show what is on disk."""
        self._timer.stop()
        self.ui.session.drafts.drop(self._draft_id)
        self._draft_id = Drafts.new_id()
        self.strip.clear()
        await self.open()

    # --- saving ---

    async def save(self) -> bool:
        self.keep_draft()
        if self._item_id is None:
            return await self._save_first_time()
        if not self._dirty:
            return True
        return await self._save_value(self._value(), self._base_hash)

    async def _save_first_time(self) -> bool:
        return False

    async def _save_value(self, value: FileValue, expected: str) -> bool:
        assert self._item_id is not None
        try:
            self._base_hash = await self.ui.session.save(self._item_id, value, expected, source=self)
        except ConflictError as error:
            return await self._settle_conflict(value, error)
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return False
        self._saved(value)
        return True

    def _saved(self, value: FileValue) -> None:
        self._base = value
        self.strip.clear()
        self.keep_draft()
        self.item_changed()

    async def _settle_conflict(self, value: FileValue, error: ConflictError) -> bool:
        assert self._item_id is not None
        if error.theirs is None:
            self._base_hash = ""  # nothing stands there any more: saving once more makes the file anew
            self.ui.notify("warning", error.title, error.reason, error.hint)
            return False
        theirs, their_hash = await self.ui.session.load_text(self._item_id)
        dialog = conflict.ConflictDialog(self.ui.theme, self.dialog_parent, self.name, self._as_text(value, theirs), theirs)
        result = await self.ui.ask(dialog)
        text = dialog.text
        dialog.deleteLater()
        if result == conflict.MINE:
            return await self._save_value(value, their_hash)
        if result == conflict.THEIRS:
            await self.revert()
            return True
        if result == conflict.TEXT:
            return await self._save_text(text, their_hash)
        return False

    async def _save_text(self, text: str, expected: str) -> bool:
        assert self._item_id is not None
        try:
            await self.ui.session.save_text(self._item_id, text, expected, source=self)
            await self.revert()
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return False
        return True

    def _as_text(self, value: FileValue, theirs: str) -> str:
        from curlew.storage.opencollection import codec

        return codec.render_collection(value, theirs) if hasattr(value, "format_version") else codec.render_item(value, theirs)  # type: ignore[arg-type]

    # --- changes from elsewhere ---

    def file_changed(self) -> None:
        self.keep_draft()
        if self._dirty:
            self.tasks.start(self._notice_change(), _("Looking at {name}").format(name=self.name))
        else:
            self.tasks.start(self._reload(), _("Loading {name}").format(name=self.name))

    async def _notice_change(self) -> None:
        assert self._item_id is not None
        _text, now = await self.ui.session.load_text(self._item_id)
        if now != self._base_hash:
            self._say_changed_on_disk()

    async def _reload(self) -> None:
        try:
            await self.open()
        except CurlewError as error:
            self.strip.say("err", error.title, error.reason)

    def _say_changed_on_disk(self) -> None:
        title = _("This file was changed on disk. What you typed is kept; saving will ask.")
        self.strip.say("warn", title, action=_("Take theirs"), act=lambda: self.tasks.start(self.revert(), _("Loading")))

    def _go_to_place(self, item_id: int) -> None:
        panel = self.window()
        reveal = getattr(panel, "reveal_item", None)
        if reveal is not None:
            reveal(item_id)

    def closing(self) -> None:
        if self._timer.isActive():
            self.keep_draft()
        super().closing()
