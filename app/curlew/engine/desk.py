"""What the parts of a session share: the open workspace's tree and files, and the one way in which both change together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from curlew.engine.disk import Disk
from curlew.engine.messages import Message, Messages
from curlew.engine.secrets import Secrets
from curlew.errors import ConflictError, CurlewError, UsageError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.events import Announcer
from curlew.model.tree import Item, Tree
from curlew.model.undo import UndoStack
from curlew.storage.cache import RowCache
from curlew.storage.drafts import Drafts
from curlew.storage.parsing import ParsePool
from curlew.storage.profile import Profile
from curlew.storage.trash import Trash
from curlew.text import _

if TYPE_CHECKING:  # loaded by the first change of the tree, not by the start
    from curlew.model.edits import Edit
    from curlew.storage.changes import DiskChange

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed.

    kind: `tree` (rebuild what is shown from `items` on), `item` (its fields), `file` (its content, also from outside),
    `environments`, `active-environment`, `workspace` (another one is open), `history`, `undo`, `cookies`,
    `settings` (the workspace's own).
    """

    kind: Literal["tree", "item", "file", "environments", "active-environment", "workspace", "history", "undo", "cookies", "settings"]
    items: tuple[int, ...] = ()


@dataclass(slots=True)
class Step:
    """What takes one change back, on disk and in the tree.

    owners: whose environments it concerns, too; stale: the tree could not follow the disk, and has to be read again.
    """

    label: str
    changes: tuple[DiskChange, ...]
    edits: tuple[Edit, ...]
    owners: tuple[int, ...] = ()
    stale: bool = False


@dataclass(slots=True)
class Desk:
    """`changing` is held by whoever changes the workspace's files or tree, so that each change sees the outcome of the one before.

    gone: items that were deleted, with the parent they had, so that saving an open tab brings them back.
    """

    profile: Profile
    drafts: Drafts
    messages: Messages
    changed: Announcer[Change]
    disk: Disk
    pool: ParsePool
    cache: RowCache
    trash: Trash
    secrets: Secrets
    folder: Path
    tree: Tree
    environments: dict[int, tuple[EnvironmentFile, ...]] = field(default_factory=dict)
    steps: UndoStack[Step] = field(default_factory=UndoStack)
    gone: dict[int, tuple[int, Item]] = field(default_factory=dict)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def item(self, item_id: int) -> Item:
        """Return an item of the tree. Raises UsageError where there is none of that id (any more)."""
        try:
            return self.tree[item_id]
        except KeyError:
            raise UsageError(_("This item is not there any more"), _("It was deleted, or another workspace is open.")) from None

    def announce(self, kind: str, items: Iterable[int] = (), source: object = None) -> None:
        self.changed.announce(Change(kind, tuple(items)), source)  # type: ignore[arg-type]

    def note(self, error: CurlewError) -> None:
        self.messages.post(Message("error", error.title, error.reason, error.hint))

    async def perform(
        self,
        label: str,
        changes: Sequence[DiskChange],
        made: Callable[[T], Sequence[Edit]],
        after: Callable[[], T],
        source: object = None,
    ) -> None:
        """Change the disk, then the tree, then put the step on the undo stack. Call with `changing` held.

        `after` runs in the disk's thread once all is done there, and `made` turns what it returns into edits of the tree.
        Raises what the disk raised; then nothing changed.
        """
        from curlew.storage.changes import carry_out

        def work() -> tuple[tuple[DiskChange, ...], T]:
            return carry_out(changes), after()

        inverse, found = await self.disk.run(work)
        back = self.edit(made(found))
        self.follow(changes)
        self.steps.push(Step(label, inverse, back))
        self._tell(back, source)

    def edit(self, wanted: Iterable[Edit]) -> tuple[Edit, ...]:
        """Apply edits to the tree and return what takes them back, in order."""
        from curlew.model import edits

        back: list[Edit] = []
        for edit in wanted:
            if isinstance(edit, edits.RemoveItem):
                for item in self.tree.walk(edit.item_id):
                    self.gone[item.id] = (self.tree.parents[item.id], item)
            if isinstance(edit, edits.AddItem):
                for item_id in (edit.item.id, *(item.id for _above, item in edit.below)):
                    self.gone.pop(item_id, None)
            back.insert(0, edits.apply(self.tree, edit))
        return tuple(back)

    def follow(self, changes: Iterable[DiskChange]) -> None:
        """Let drafts and secrets follow what was renamed, copied, deleted and brought back."""
        from curlew.storage.changes import CopyFile, CopyFolder, FromTrash, Rename, ToTrash

        for change in changes:
            match change:
                case Rename(old, new):
                    self.drafts.move(old, new)
                    self.secrets.move(str(old), str(new))
                case CopyFile(old, new) | CopyFolder(old, new):
                    self.secrets.copy(str(old), str(new))
                case ToTrash(path):
                    self.secrets.bury(str(path))
                case FromTrash(entry):
                    self.secrets.unbury(str(entry.path))

    # --- taking back: call with `changing` held ---

    async def step_back(self, source: object = None) -> Step | None:
        return await self._take(self.steps.undo, self.steps.redo, source)

    async def step_forth(self, source: object = None) -> Step | None:
        return await self._take(self.steps.redo, self.steps.undo, source)

    async def _take(self, take: Callable[[], Step | None], put_back: Callable[[], Step | None], source: object) -> Step | None:
        from curlew.storage.changes import carry_out

        step = take()
        if step is None:
            return None
        changes = step.changes
        try:
            inverse = await self.disk.run(lambda: carry_out(changes))
        except ConflictError:
            self.steps.forget(step)  # the disk is not as it was any more: this step can never be taken
            self.announce("undo", (), source)
            raise
        except CurlewError:
            put_back()
            raise
        self.follow(changes)
        step.changes = inverse
        try:
            step.edits = self.edit(step.edits)
        except (KeyError, ValueError):  # the tree was read anew since, and an item of the step is not there any more
            self.steps.clear()
            step.stale = True
        self._tell(() if step.stale else step.edits, source)
        return step

    def _tell(self, done: Iterable[Edit], source: object) -> None:
        from curlew.model import edits

        items = dict.fromkeys(edit.item.id if isinstance(edit, edits.AddItem) else edit.item_id for edit in done)
        self.announce("tree", items, source)
        self.announce("undo", (), source)
