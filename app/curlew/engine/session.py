"""An open workspace with all that belongs to it: what both front ends work with, passed explicitly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from curlew.model.environment_file import EnvironmentFile
from curlew.model.exchange import Exchange
from curlew.model.inherit import Surroundings
from curlew.model.request import FileValue, Folder, Request
from curlew.model.sendevent import SendEvent
from curlew.model.tree import Tree
from curlew.model.variables import Environment

if TYPE_CHECKING:
    from curlew.engine.messages import Messages
    from curlew.model.events import Announcer
    from curlew.storage.drafts import Drafts
    from curlew.storage.history import History
    from curlew.storage.profile import Profile
    from curlew.storage.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's value with the hash of the text it was read from (save wants it back) and that text."""

    value: FileValue
    hash: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed.

    kind: `tree` (rebuild what is shown from `items` on), `item` (its fields), `file` (its content, also from outside),
    `environments`, `active-environment`, `workspace` (another one is open), `history`, `undo`.
    """

    kind: Literal["tree", "item", "file", "environments", "active-environment", "workspace", "history", "undo"]
    items: tuple[int, ...] = ()


class Session:
    """See docs/architecture.md, «The session». Methods marked async touch the disk through one worker thread, in order."""

    profile: Profile
    settings: SettingsStore
    tree: Tree
    drafts: Drafts
    history: History
    messages: Messages
    changed: Announcer[Change]

    # --- workspace ---
    async def open_workspace(self, path: Path | None = None) -> None:
        """Open a workspace folder (None: the last one, else the first, in the user's data folder)."""
        raise NotImplementedError

    async def open_path(self, path: Path) -> int | None:
        """Open what stands at a path: a workspace, or a collection folder, added to the open workspace by its path.

        Return the collection's item id. A folder without either file raises NotACollectionError (offered as a new collection).
        """
        raise NotImplementedError

    async def open_sample(self) -> int:
        """Copy the sample workspace into the user's data folder on first opening, open it, return its first collection's id."""
        raise NotImplementedError

    # --- files of items ---
    async def load(self, item_id: int) -> Loaded:
        """Read and parse the file of a request, folder, collection or opaque item. Raises BrokenFileError."""
        raise NotImplementedError

    async def load_text(self, item_id: int) -> tuple[str, str]:
        """Return (text, hash) of an item's file, for a broken one too."""
        raise NotImplementedError

    async def save(self, item_id: int, value: FileValue, expected_hash: str, source: object = None) -> str:
        """Write an item's file if the disk still has `expected_hash`; return the new hash. Raises ConflictError, StorageError."""
        raise NotImplementedError

    async def save_text(self, item_id: int, text: str, expected_hash: str, source: object = None) -> str:
        raise NotImplementedError

    # --- the tree: on disk at once, each undoable ---
    async def add_request(self, parent: int, request: Request, index: int | None = None, source: object = None) -> int:
        raise NotImplementedError

    async def add_folder(self, parent: int, folder: Folder, index: int | None = None, source: object = None) -> int:
        raise NotImplementedError

    async def add_collection(self, name: str, folder: Path | None = None, source: object = None) -> int:
        """Make a new collection in `folder` (None: inside the workspace)."""
        raise NotImplementedError

    async def rename(self, item_id: int, name: str, source: object = None) -> None:
        raise NotImplementedError

    async def duplicate(self, item_ids: Sequence[int], source: object = None) -> tuple[int, ...]:
        raise NotImplementedError

    async def move(self, item_ids: Sequence[int], parent: int, index: int, source: object = None) -> None:
        """Move items below `parent` before its child at `index` (counted before the move); also between collections."""
        raise NotImplementedError

    async def remove(self, item_ids: Sequence[int], source: object = None) -> None:
        """Move items to the trash of the profile. A collection opened by its path only leaves the workspace."""
        raise NotImplementedError

    async def undo(self) -> str:
        """Take the last tree change back; return what was undone in words, empty if nothing was."""
        raise NotImplementedError

    async def redo(self) -> str:
        raise NotImplementedError

    @property
    def undo_label(self) -> str:
        """What `undo` would take back ("Delete List pets"), empty if nothing."""
        raise NotImplementedError

    @property
    def redo_label(self) -> str:
        raise NotImplementedError

    # --- environments: `owner` is a collection's item id, or ROOT for the workspace-wide ones ---
    def environments(self, owner: int) -> tuple[EnvironmentFile, ...]:
        raise NotImplementedError

    async def save_environment(self, owner: int, file: EnvironmentFile, value: Environment, source: object = None) -> EnvironmentFile:
        raise NotImplementedError

    async def add_environment(self, owner: int, value: Environment, source: object = None) -> EnvironmentFile:
        raise NotImplementedError

    async def remove_environment(self, owner: int, file: EnvironmentFile, source: object = None) -> None:
        raise NotImplementedError

    def active_environment(self, owner: int) -> str:
        """Return the name of the active environment, empty for none."""
        raise NotImplementedError

    def set_active_environment(self, owner: int, name: str, source: object = None) -> None:
        raise NotImplementedError

    def secret_value(self, owner: int, environment: str, name: str) -> str | None:
        """Return the value entered for a secret variable in this run, None if none was."""
        raise NotImplementedError

    def set_secret_value(self, owner: int, environment: str, name: str, value: str) -> None:
        raise NotImplementedError

    # --- sending ---
    async def surroundings(self, item_id: int | None) -> Surroundings:
        """Return what a request at this place inherits, with the active environments; None for a scratch request."""
        raise NotImplementedError

    async def send(self, request: Request, item_id: int | None = None, emit: Callable[[SendEvent], None] = lambda _event: None) -> Exchange:
        """Send a request in its surroundings and put it into the history. Cancelling the task cancels the send at once.

        Never raises for a failed send: the exchange carries the error.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Flush drafts and history, close connections; at most two seconds."""
        raise NotImplementedError
