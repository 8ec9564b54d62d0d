"""What every page in a tab can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from curlew.model.environment_file import EnvironmentFile
from curlew.ui.context import Ui
from curlew.ui.documents.tab_bar import TabLook


class Page(QWidget):
    """One document. `key` tells documents apart; `descriptor` is what opens it again at the next start."""

    look_changed = Signal()
    edited = Signal()
    """The person changed something: a preview tab is kept from then on."""
    wanted = Signal()
    """The person asked for this page, from somewhere else."""

    def __init__(self, ui: Ui, key: str) -> None:
        super().__init__()
        self.ui = ui
        self.key = key
        self.tasks = ui.tasks.for_owner(self)
        self.focused: QWidget | None = None  # what had the keyboard when another page came to the front

    # --- what it is ---

    @property
    def item_id(self) -> int | None:
        """The tree's item that this page shows, if it shows one."""
        return None

    @property
    def context_id(self) -> int | None:
        """The item whose variables, headers and environment count here."""
        return self.item_id

    @property
    def environment(self) -> EnvironmentFile | None:
        return None

    @property
    def environment_owner(self) -> int | None:
        """Whose environment this page shows, if it shows one."""
        return None

    @property
    def is_dirty(self) -> bool:
        return False

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost if this were forgotten."""
        return False

    @property
    def can_save(self) -> bool:
        return self.is_dirty

    def look(self) -> TabLook:
        raise NotImplementedError

    def flags(self) -> frozenset[str]:
        """Return what holds while this page is in front (see `Actions.set_flags`)."""
        return frozenset()

    def descriptor(self) -> dict[str, Any]:
        """Return JSON that opens this page again, or an empty mapping if it cannot be."""
        return {}

    def state(self) -> dict[str, Any]:
        """Return JSON: scroll positions, selected tabs, splitters."""
        return {}

    def restore_state(self, _state: dict[str, Any]) -> None: ...

    @property
    def dialog_parent(self) -> QWidget:
        """The window over which to ask something, also while another page is in front."""
        if self.parent() is not None:
            return self.window()
        return QApplication.activeWindow() or self

    # --- what it does ---

    async def save(self) -> bool:
        """Save; False if it was not saved (refused, called off)."""
        return True

    async def revert(self) -> None:
        """Give up what was typed and show what is saved."""

    def keep_draft(self) -> None:
        """Hand the unsaved content over to the drafts now."""

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        self.setFocus()

    def left(self) -> None:
        """Do what is due when another page has come to the front."""

    def undo(self) -> None: ...

    def redo(self) -> None: ...

    def find_text(self) -> None: ...

    def set_beside(self, beside: bool) -> None:
        """Put the response beside the request, or below it, where there is one."""

    def share_room(self, shares: dict[str, list[int]]) -> None:
        """Divide the room as other pages do, and let them do as this one (see `Panes`)."""

    def item_changed(self) -> None:
        """Follow the item, whose name or place changed."""

    def file_changed(self) -> None:
        """Follow the item's file, which somebody else changed."""

    def surroundings_changed(self) -> None:
        """Look again at what is inherited: an environment or a folder changed."""

    def closing(self) -> None:
        """End what runs: the tab goes."""
        self.tasks.cancel()
