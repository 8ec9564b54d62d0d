"""A file as text: one that cannot be read, mended here, or one of a kind that Curlew does not edit, shown as it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from curlew.errors import ConflictError, CurlewError
from curlew.model.inherit import scope_for
from curlew.model.request import Request
from curlew.model.tree import Item, ItemKind
from curlew.storage.drafts import Draft, Drafts
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents import conflict
from curlew.ui.documents.breadcrumb import Breadcrumb
from curlew.ui.documents.page import Page
from curlew.ui.documents.strip import Strip
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.widgets.code_editor import CodeEditor, CodePane
from curlew.ui.widgets.code_editor.editor import Fault
from curlew.ui.widgets.parts import TextButton, column
from curlew.ui.widgets.variables import VariableSource


class TextPage(Page):
    """The text of an item's file, editable, saved as it is typed."""

    def __init__(self, ui: Ui, item_id: int) -> None:
        super().__init__(ui, f"item:{item_id}")
        self._item_id = item_id
        self._text = ""
        self._hash = ""
        self._wanted: dict[str, Any] = {}
        self._draft_id = Drafts.new_id()
        self._path = ui.session.tree[item_id].path
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self.keep_draft)
        self.head = Breadcrumb(ui.theme)
        self.save_button = TextButton(ui.theme, _("Save"), "ghost", "save", lambda: ui.actions.trigger("file.save"))
        self.head.add(self.save_button)
        self.strip = Strip(ui.theme)
        self._source = VariableSource()
        self.pane = CodePane(ui.theme, self._source, "yaml", _("Text of the file"))
        self.editor = self.pane.editor
        self.editor.setObjectName("file_text")
        self.editor.setLineWrapMode(CodeEditor.LineWrapMode.NoWrap)
        layout = column(self.head, self.strip, self.pane, spacing=4)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.editor)

    async def open(self) -> None:
        """Load the text, or the draft of it. Raises CurlewError."""
        self._text, self._hash = await self.ui.session.load_text(self._item_id)
        draft = self.ui.session.drafts.for_path(self._path)
        shown = self._text
        if draft is not None and draft.value is None:
            self._draft_id, shown, self._hash = draft.id, draft.text, draft.base_hash
        self._source.set_scope(scope_for(Request(), await self.ui.session.surroundings(self._item_id)))
        self.pane.set_text(shown)
        self.editor.finish()  # what is put in later would be steps of its undo
        self.editor.setUndoRedoEnabled(True)
        self.pane.text_edited.connect(self._note_edit)
        self._explain()
        self._restore()
        self.look_changed.emit()

    def _explain(self) -> None:
        item = self.ui.session.tree[self._item_id]
        if item.kind is ItemKind.BROKEN:
            self.strip.say(
                "err", _("This file cannot be read"), _("{problem}. Nothing is lost: mend it here and save.").format(problem=_told(item))
            )
            self._mark_line(item.line)
        elif item.kind is ItemKind.OPAQUE:
            kind = item.label or _("unknown")
            self.strip.say(
                "info", _("Curlew does not edit this kind yet ({kind})").format(kind=kind), _("It is kept as it is; this is its text.")
            )
        self.head.show_path(self._places(), item.name)
        self.save_button.setEnabled(self.is_dirty)

    def _places(self) -> tuple[Any, ...]:
        above = reversed(self.ui.session.tree.ancestors(self._item_id))
        return tuple(item for item in above if item.kind is not ItemKind.WORKSPACE)

    def _mark_line(self, line: int) -> None:
        """Mark the line with the mistake and go there."""
        lines = self.editor.text().split("\n")
        if not 1 <= line <= len(lines):
            self.editor.set_fault(None)
            return
        at = sum(len(before) + 1 for before in lines[: line - 1])
        self.editor.set_fault(Fault(at, ""))
        cursor = self.editor.textCursor()
        cursor.setPosition(self.editor.position_of(at))
        self.editor.setTextCursor(cursor)
        self.editor.centerCursor()

    # --- Page ---

    @property
    def item_id(self) -> int | None:
        return self._item_id

    @property
    def is_dirty(self) -> bool:
        return self.editor.text() != self._text

    def look(self) -> TabLook:
        tree = self.ui.session.tree
        name = tree[self._item_id].name if self._item_id in tree else self._path.name
        broken = self._item_id in tree and tree[self._item_id].kind is ItemKind.BROKEN
        icon, tone = ("warning", "err") if broken else ("file", "text2")
        return TabLook(name, icon=icon, tone=tone, dirty=self.is_dirty)

    def flags(self) -> frozenset[str]:
        return frozenset({"page", "item", "saveable"} if self.is_dirty else {"page", "item"})

    def descriptor(self) -> dict[str, Any]:
        return {"kind": "item", "path": str(self._path)}

    def state(self) -> dict[str, Any]:
        return {"scroll": self.editor.verticalScrollBar().value(), "at": self.editor.textCursor().position()}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._wanted = state

    def _restore(self) -> None:
        """Go where the person was; the text is there now."""
        at, scroll = self._wanted.get("at"), self._wanted.get("scroll")
        if isinstance(at, int) and 0 <= at < self.editor.document().characterCount():
            cursor = self.editor.textCursor()
            cursor.setPosition(at)
            self.editor.setTextCursor(cursor)
        if isinstance(scroll, int):
            self.editor.verticalScrollBar().setValue(scroll)

    def focus_first(self) -> None:
        self.editor.setFocus()

    def undo(self) -> None:
        self.editor.undo()

    def redo(self) -> None:
        self.editor.redo()

    def find_text(self) -> None:
        self.pane.open_find()

    def keep_draft(self) -> None:
        self._timer.stop()
        if self.is_dirty:
            draft = Draft(self._draft_id, text=self.editor.text(), path=self._path, base_hash=self._hash)
            self.ui.session.drafts.put(draft)
        else:
            self.ui.session.drafts.drop(self._draft_id)
        self.save_button.setEnabled(self.is_dirty)
        self.look_changed.emit()

    async def save(self) -> bool:
        text = self.editor.text()
        try:
            self._hash = await self.ui.session.save_text(self._item_id, text, self._hash, source=self)
        except ConflictError as error:
            return await self._settle_conflict(text, error)
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return False
        self._text = text
        self.keep_draft()
        if self._item_id in self.ui.session.tree:
            self._explain()
        return True

    async def _settle_conflict(self, text: str, error: ConflictError) -> bool:
        if error.theirs is None:
            self.ui.notify("warning", error.title, error.reason, error.hint)
            return False
        dialog = conflict.ConflictDialog(self.ui.theme, self.dialog_parent, self.look().title, text, error.theirs)
        result = await self.ui.ask(dialog)
        chosen = {conflict.MINE: text, conflict.THEIRS: error.theirs, conflict.TEXT: dialog.text}.get(result)
        dialog.deleteLater()
        if chosen is None:
            return False
        _theirs, self._hash = await self.ui.session.load_text(self._item_id)
        self.pane.set_text(chosen)
        return await self.save()

    def _note_edit(self) -> None:
        if not self.save_button.isEnabled():
            self.keep_draft()
        elif not self._timer.isActive():
            self._timer.start()
        self.edited.emit()


def _told(item: Item) -> str:
    """Return what is wrong with a broken file, with its line, as a sentence without its full stop."""
    problem = item.problem.rstrip(".")
    if item.line and not problem.casefold().startswith("line"):
        return _("Line {n}: {problem}").format(n=item.line, problem=problem)
    return problem
