"""An open workspace with all that belongs to it: what both front ends work with, passed explicitly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from curlew.engine.compare_rules import CompareRules
from curlew.engine.desk import Change, Desk
from curlew.engine.disk import Disk
from curlew.engine.environments import Environments
from curlew.engine.files import Files, Loaded
from curlew.engine.messages import Message, Messages
from curlew.engine.opening import Opener
from curlew.engine.secrets import Secrets
from curlew.engine.sending import Sending
from curlew.engine.starting import Starting
from curlew.engine.trusted import Trusted
from curlew.engine.workspace_settings import read_settings, save_settings
from curlew.errors import CurlewError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.events import Announcer
from curlew.model.inherit import Surroundings
from curlew.model.request import FileValue, Folder, Request, Settings
from curlew.model.template import Layer
from curlew.model.tree import ROOT, ItemKind, Tree
from curlew.model.variables import Environment
from curlew.storage.cache import RowCache
from curlew.storage.drafts import Drafts
from curlew.storage.history import History
from curlew.storage.parsing import ParsePool
from curlew.storage.profile import Profile
from curlew.storage.secrets import Keyring
from curlew.storage.settings import SettingsStore
from curlew.storage.trash import Trash
from curlew.text import _

if TYPE_CHECKING:
    from curlew.engine.collections import Collections
    from curlew.engine.cookies import Cookies
    from curlew.engine.copying import Copying
    from curlew.engine.looking import Look
    from curlew.engine.oauth import TokenDesk
    from curlew.engine.tree_edits import TreeEdits
    from curlew.model.control import Control
    from curlew.model.exchange import Exchange
    from curlew.model.sendevent import SendEvent

__all__ = ["Change", "Loaded", "Session"]


class Session:
    """See docs/architecture.md, «The session». Methods marked async touch the disk through one worker thread, in order.

    Making one reads the settings only. Everything else is to be called on the loop's thread.
    """

    profile: Profile
    settings: SettingsStore
    tree: Tree
    drafts: Drafts
    secrets: Secrets
    trusted: Trusted
    history: History
    messages: Messages
    changed: Announcer[Change]

    def __init__(self, profile: Profile, messages: Messages | None = None, keyring: Keyring | None = None) -> None:
        self.profile = profile
        self.messages = messages or Messages()
        self.changed = Announcer()
        self.settings = SettingsStore(profile.config / "settings.json")
        self.drafts = Drafts(profile.drafts, self._failed)
        self.history = History(profile.history, self.settings.number("history.keep"), self._failed)
        self.tree = Tree.for_workspace("", profile.workspaces)
        disk = Disk(self._failed)
        self.secrets = Secrets(profile.state / "secrets.json", disk, keyring, self._without_keyring)
        self.trusted = Trusted(profile.state / "trusted.json", disk)
        self.compare_rules = CompareRules(profile.state / "compare.json", disk)
        self._desk = Desk(
            profile,
            self.drafts,
            self.messages,
            self.changed,
            disk,
            ParsePool(),
            RowCache(profile.cache),
            Trash(profile.trash),
            self.secrets,
            profile.workspaces,
            self.tree,
        )
        self._opener = Opener(self._desk)
        self._files = Files(self._desk)
        self._environments = Environments(self._desk)
        self._sending = Sending(self._desk, self._environments, self.settings, self.history, self.trusted)
        self._starting = Starting(self._desk, self.history, self.settings)
        self.settings.changed.listen(self._setting_changed)

    # What changes the tree is loaded by its first change: a start only shows it, and the start is what people wait for.

    @cached_property
    def _collections(self) -> Collections:
        from curlew.engine.collections import Collections

        return Collections(self._desk, self._opener)

    @cached_property
    def _copying(self) -> Copying:
        from curlew.engine.copying import Copying

        return Copying(self._desk, self._opener)

    @cached_property
    def _edits(self) -> TreeEdits:
        from curlew.engine.tree_edits import TreeEdits

        return TreeEdits(self._desk, self._opener, self._collections, self._environments)

    @cached_property
    def tokens(self) -> TokenDesk:
        """The OAuth 2 tokens of requests: look, fetch, renew, forget."""
        from curlew.engine.oauth import TokenDesk

        return TokenDesk(self._sending)

    def set_browser(self, open_browser: Callable[[str], Awaitable[None]]) -> None:
        """Say how a page is shown to the person who signs in."""
        self._sending.open_browser = open_browser

    def _failed(self, error: CurlewError) -> None:
        self._starting.post_from_thread(Message("error", error.title, error.reason, error.hint))

    def _without_keyring(self, why: str) -> None:
        hint = _("Each secret field says where its value is. Values can also be kept in the file, or in variables.")
        self.messages.post(Message("warning", _("Secrets are kept in memory until Curlew ends"), why, hint))

    def _setting_changed(self, setting_id: str, _source: object) -> None:
        if setting_id == "history.keep":
            self.history.set_keep(self.settings.number("history.keep"))
        self._desk.disk.later(self.settings.save)

    # --- workspace ---

    @property
    def folder(self) -> Path:
        """The open workspace's folder."""
        return self._desk.folder

    async def open_workspace(self, path: Path | None = None) -> None:
        """Open a workspace folder (None: the last one, else the first, in the user's data folder).

        The first call also reads drafts and history. Returns when names, methods and order are in the tree; files are parsed whole
        in the background (`settled` waits for that).
        """
        await self._starting.begin(self._environments.load, self._sending.load, self.secrets.load, self.trusted.load)
        folder = await self._starting.folder_to_open(path)
        await self._opener.open_workspace(folder, self._take_tree)
        await self._opener.read_all()
        self._starting.opened(folder)
        self.secrets.read_below((folder, *(self.tree[child].path for child in self.tree.child_ids(ROOT))))

    def _take_tree(self, tree: Tree) -> None:
        self.tree = tree

    async def open_path(self, path: Path) -> int | None:
        """Open what stands at a path: a workspace, or a collection folder, added to the open workspace by its path.

        Return the collection's item id. A folder without either file raises NotACollectionError (offered as a new collection).
        """
        kind, folder = await self._starting.look_at(path)
        if kind == "workspace":
            await self.open_workspace(folder)
            return None
        return await self._collections.open(folder)

    async def open_sample(self) -> int:
        """Copy the sample workspace into the user's data folder on first opening, open it, return its first collection's id."""
        folder, is_new = await self._starting.sample()
        await self.open_workspace(folder)
        if is_new:
            self._choose_first_environments()
        return self.tree.child_ids(ROOT)[0]

    def _choose_first_environments(self) -> None:
        """Make an environment of each collection active, so that the sample's variables have values from the first look."""
        for owner in self.tree.child_ids(ROOT):
            names = [file.name for file in self.environments(owner)]
            if names and not self.active_environment(owner):
                self.set_active_environment(owner, "Local" if "Local" in names else names[0])

    async def settled(self) -> None:
        """Wait until every file of the tree was parsed whole."""
        await self._opener.settled()

    async def reread(self, item_id: int) -> None:
        """Read a collection from the disk again (ROOT: all of them); items keep their ids."""
        if item_id == ROOT:
            await self._opener.read_all()
        else:
            await self._opener.read(item_id)

    # --- files of items ---

    async def load(self, item_id: int) -> Loaded:
        """Read and parse the file of a request, folder, collection or opaque item. Raises BrokenFileError.

        A folder without a file of its own gives an empty value and the hash "", with which it can be saved.
        """
        return await self._files.load(item_id)

    async def load_text(self, item_id: int) -> tuple[str, str]:
        """Return (text, hash) of an item's file, for a broken one too."""
        return await self._files.load_text(item_id)

    async def save(self, item_id: int, value: FileValue, expected_hash: str, source: object = None) -> str:
        """Write an item's file if the disk still has `expected_hash`; return the new hash. Raises ConflictError, StorageError.

        An item that was deleted while it was open comes back.
        """
        return await self._files.save(item_id, value, expected_hash, source)

    async def save_text(self, item_id: int, text: str, expected_hash: str, source: object = None) -> str:
        return await self._files.save_text(item_id, text, expected_hash, source)

    async def refresh(self, item_ids: Sequence[int], source: object = None) -> tuple[int, ...]:
        """Look whether files of items changed on disk since they were read; announce (`file`) and return those that did."""
        return await self._files.refresh(item_ids, source)

    # --- the tree: on disk at once, each undoable ---

    async def add_request(self, parent: int, request: Request, index: int | None = None, source: object = None) -> int:
        return await self._edits.add_request(parent, request, index, source)

    async def add_folder(self, parent: int, folder: Folder, index: int | None = None, source: object = None) -> int:
        return await self._edits.add_folder(parent, folder, index, source)

    async def add_collection(self, name: str, folder: Path | None = None, source: object = None) -> int:
        """Make a new collection in `folder` (None: inside the workspace); files that are there stay, and become its requests."""
        return await self._collections.add(name, folder, source)

    async def rename(self, item_id: int, name: str, source: object = None) -> None:
        if item_id == ROOT or self._kind(item_id) is ItemKind.COLLECTION:
            await self._collections.rename(item_id, name, source)
        else:
            await self._edits.rename(item_id, name, source)

    async def duplicate(self, item_ids: Sequence[int], source: object = None) -> tuple[int, ...]:
        return await self._copying.duplicate(self._edits.outermost(item_ids), source)

    async def move(self, item_ids: Sequence[int], parent: int, index: int, source: object = None) -> None:
        """Move items below `parent` before its child at `index` (counted before the move); also between collections."""
        await self._edits.move(item_ids, parent, index, source)

    async def remove(self, item_ids: Sequence[int], source: object = None) -> None:
        """Move items to the trash of the profile. A collection opened by its path only leaves the workspace."""
        await self._edits.remove(item_ids, source)

    async def undo(self) -> str:
        """Take the last tree change back; return what was undone in words, empty if nothing was."""
        return await self._edits.undo()

    async def redo(self) -> str:
        return await self._edits.redo()

    @property
    def undo_label(self) -> str:
        """What `undo` would take back ("Delete List pets"), empty if nothing."""
        return self._desk.steps.top.label if self._desk.steps.top else ""

    @property
    def redo_label(self) -> str:
        return self._desk.steps.next.label if self._desk.steps.next else ""

    def _kind(self, item_id: int) -> ItemKind:
        return self._desk.item(item_id).kind

    # --- environments: `owner` is a collection's item id, or ROOT for the workspace-wide ones ---

    def environments(self, owner: int) -> tuple[EnvironmentFile, ...]:
        return self._environments.of(owner)

    async def save_environment(self, owner: int, file: EnvironmentFile, value: Environment, source: object = None) -> EnvironmentFile:
        """Write an environment if its file is as it was read. Raises ConflictError, StorageError, UsageError for a name in use."""
        written = await self._environments.save(owner, file, value, source)
        if value.name != file.name:
            await self.cookies.rename(owner, file.name, value.name)
        return written

    async def add_environment(self, owner: int, value: Environment, source: object = None) -> EnvironmentFile:
        return await self._environments.add(owner, value, source)

    async def remove_environment(self, owner: int, file: EnvironmentFile, source: object = None) -> None:
        """Move an environment's file to the trash; `undo` brings it back."""
        await self._environments.remove(owner, file, source)

    def active_environment(self, owner: int) -> str:
        """Return the name of the active environment, empty for none."""
        return self._environments.active(owner)

    def set_active_environment(self, owner: int, name: str, source: object = None) -> None:
        self._environments.set_active(owner, name, source)

    def secret_value(self, owner: int, environment: str, name: str) -> str | None:
        """Return the value entered for a secret variable in this run, None if none was.

        For a secret variable of a request, folder or collection, `owner` is its id and `environment` empty.
        """
        return self._environments.secret(owner, environment, name)

    def secret_of_layer(self, layer: Layer, name: str, item_id: int | None) -> str | None:
        """Return the value entered for a secret variable of a layer, as a request at this place sees it; None if none was."""
        collection = self.tree.collection_of(item_id) if item_id is not None and item_id in self.tree else None
        return self._environments.secret_of_layer(layer, name, collection.id if collection else None, item_id)

    def set_secret_value(self, owner: int, environment: str, name: str, value: str) -> None:
        self._environments.set_secret(owner, environment, name, value)

    def secret_place(self, item_id: int | None) -> str:
        """Return the place in `secrets` of what belongs to an item; empty for a request without a file."""
        return self._sending.secret_place(item_id)

    # --- the workspace's settings ---

    async def workspace_settings(self) -> Settings:
        """Read what the workspace gives to all its collections. Raises BrokenFileError, StorageError."""
        return await read_settings(self._desk)

    async def save_workspace_settings(self, settings: Settings, source: object = None) -> None:
        """Write the workspace's settings, undoably. Raises BrokenFileError, ConflictError, StorageError."""
        await save_settings(self._desk, settings, source)

    # --- sending ---

    @property
    def cookies(self) -> Cookies:
        """The cookie jars: one for each workspace and environment."""
        return self._sending.cookies

    def set_runtime_value(self, name: str, value: str | None) -> None:
        """Give a variable a value for this run, above all others (None: take it away)."""
        self._sending.set_runtime(name, value)

    def allow_file(self, path: Path) -> None:
        """Let a file outside its collection be sent from this machine: the user picked it in a dialog."""
        self._sending.allow_file(path)

    async def surroundings(self, item_id: int | None, environment: str | None = None) -> Surroundings:
        """Return what a request at this place inherits, with the active environments; item_id None for a scratch request.

        environment: another one to take for this once, in the place of the collection's (else the workspace's), empty for none.
        """
        return await self._sending.surroundings(item_id, environment)

    async def look(self, request: Request, item_id: int | None, around: Surroundings, place: str = "") -> Look:
        """Return what is known of a request before it is sent: added headers, the URL's outcome, faults. place: as for `send`."""
        return await self._sending.look(request, item_id, around, place)

    async def send(
        self,
        request: Request,
        item_id: int | None = None,
        emit: Callable[[SendEvent], None] | None = None,
        control: Control | None = None,
        place: str = "",
        environment: str | None = None,
    ) -> Exchange:
        """Send a request in its surroundings and put it into the history. Cancelling the task cancels the send at once.

        control: how the caller steers the send; None: nobody answers its questions. place: where the secrets of a request without a
        file are kept. environment: another one than the active, as for `surroundings`; it is not made active.
        Never raises for a failed send: the exchange carries the error.
        """
        return await self._sending.send(request, item_id, emit, control, place, environment)

    async def fetch(self, url: str, limit: int) -> bytes:
        """GET something that a page shows: without cookies and credentials, and not for the history. Empty where that fails.

        limit: the most bytes that are taken.
        """
        return await self._sending.fetch(url, limit)

    async def warm_up(self) -> None:
        """Load what the first send needs, off the loop's thread, so that it is as quick as the second."""
        await self._sending.warm_up()

    async def close(self) -> None:
        """Flush drafts and history, close connections; at most two seconds."""
        self._desk.pool.close()
        await self._sending.close()
        await self.secrets.close()
        await self._desk.disk.run(self._flush)
        await self._desk.disk.close()

    def _flush(self) -> None:
        self.drafts.flush(1.0)
        self.history.close()
        self._sending.forget_bodies()
