"""A session without a disk, for tests of the window's parts: the tree, environments and undo in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from curlew.engine.session import Change, Session
from curlew.errors import ConflictError
from curlew.model.edits import AddItem, Edit, MoveItem, RemoveItem, SetField, apply
from curlew.model.environment_file import EnvironmentFile
from curlew.model.events import Announcer
from curlew.model.inherit import Surroundings
from curlew.model.tree import ROOT, Item, ItemKind, Tree
from curlew.model.undo import UndoStack
from curlew.model.variables import Environment
from curlew.storage.drafts import Draft

HOME = Path("/ws")


class FakeDrafts:
    """Drafts in memory."""

    def __init__(self) -> None:
        self.held: dict[str, Draft] = {}

    def for_path(self, path):
        return next((draft for draft in self.held.values() if draft.path == path), None)

    def put(self, draft):
        self.held[draft.id] = draft

    def drop(self, draft_id):
        self.held.pop(draft_id, None)


class FakeSession(Session):
    """Keeps the contract of `Session` for tree and environments; `calls` lists what was asked."""

    def __init__(self) -> None:
        self.tree = Tree.for_workspace("Workspace", HOME)
        self.changed: Announcer[Change] = Announcer()
        self.calls: list[tuple[Any, ...]] = []
        self.files: dict[int, list[EnvironmentFile]] = {}
        self.active: dict[int, str] = {}
        self.secrets: Any = SimpleNamespace(kept="unknown", why_not="")
        self.typed: dict[tuple[int, str, str], str] = {}
        self._undo: UndoStack[tuple[str, list[Edit]]] = UndoStack()
        self.drafts: Any = FakeDrafts()

    # --- building ---

    def grow(self, parent: int, *lines: str) -> list[int]:
        """Add items by "kind label name" lines ("request GET List pets", "folder Pets"); return their ids."""
        ids = []
        for line in lines:
            kind, _, rest = line.partition(" ")
            label = ""
            if kind in ("request", "opaque"):
                label, _, rest = rest.partition(" ")
            problem = "line 12: a tab is used to indent" if kind == "broken" else ""
            item_id = self.tree.new_id()
            path = self.tree[parent].path / (rest if kind in ("folder", "collection") else f"{rest}.yml")
            item = Item(item_id, ItemKind(kind), rest, path, label, problem=problem, line=12 if problem else 0)
            self.tree.insert(parent, len(self.tree.children[parent]), item)
            ids.append(item_id)
        return ids

    def _do(self, label: str, edits: list[Edit]) -> None:
        inverse: list[Edit] = []
        for edit in edits:
            inverse.insert(0, apply(self.tree, edit))
        self._undo.push((label, inverse))
        self._announce(edits)

    def _announce(self, edits: list[Edit], source: object = None) -> None:
        ids = tuple(edit.item.id if isinstance(edit, AddItem) else edit.item_id for edit in edits)
        self.changed.announce(Change("tree", ids), source)

    # --- the tree ---

    def _add(self, parent: int, index: int | None, kind: ItemKind, name: str, label: str = "", url: str = "") -> int:
        item_id = self.tree.new_id()
        at = len(self.tree.children[parent]) if index is None else index
        self._do(f"Add {name}", [AddItem(parent, at, Item(item_id, kind, name, self.tree[parent].path / name, label, url))])
        return item_id

    async def add_request(self, parent, request, index=None, source=None):
        self.calls.append(("add_request", parent, request.name, index))
        return self._add(parent, index, ItemKind.REQUEST, request.name, request.method, request.url)

    async def add_folder(self, parent, folder, index=None, source=None):
        self.calls.append(("add_folder", parent, folder.name, index))
        return self._add(parent, index, ItemKind.FOLDER, folder.name)

    async def add_collection(self, name, folder=None, source=None):
        self.calls.append(("add_collection", name, folder))
        return self._add(ROOT, None, ItemKind.COLLECTION, name)

    async def rename(self, item_id, name, source=None):
        self.calls.append(("rename", item_id, name))
        self._do(f"Rename {name}", [SetField(item_id, (("name", name),))])

    async def duplicate(self, item_ids, source=None):
        self.calls.append(("duplicate", tuple(item_ids)))
        edits: list[Edit] = []
        made = []
        for item_id in item_ids:
            copy = replace(self.tree[item_id], id=self.tree.new_id(), name=f"{self.tree[item_id].name} copy")
            edits.append(AddItem(self.tree.parents[item_id], self.tree.index(item_id) + 1, copy))
            made.append(copy.id)
        self._do("Duplicate", edits)
        return tuple(made)

    async def move(self, item_ids, parent, index, source=None):
        self.calls.append(("move", tuple(item_ids), parent, index))
        before = [child for child in self.tree.child_ids(parent)[:index] if child not in item_ids]
        self._do("Move", [MoveItem(item_id, parent, len(before) + n) for n, item_id in enumerate(item_ids)])

    async def remove(self, item_ids, source=None):
        self.calls.append(("remove", tuple(item_ids)))
        self._do("Delete", [RemoveItem(item_id) for item_id in item_ids])

    async def undo(self):
        return self._back(self._undo.undo())

    async def redo(self):
        return self._back(self._undo.redo())

    def _back(self, step):
        if step is None:
            return ""
        label, edits = step
        inverse: list[Edit] = []
        for edit in edits:
            inverse.insert(0, apply(self.tree, edit))
        stack = self._undo._undone if step in self._undo._undone else self._undo._done
        stack[-1] = (label, inverse)
        self._announce(edits)
        return label

    @property
    def undo_label(self):
        return self._undo.top[0] if self._undo.top else ""

    @property
    def redo_label(self):
        return ""

    # --- environments ---

    def environments(self, owner):
        return tuple(self.files.get(owner, ()))

    async def save_environment(self, owner, file, value, source=None):
        self.calls.append(("save_environment", owner, value))
        held = self.files[owner]
        at = next(n for n, each in enumerate(held) if each.path == file.path)
        if held[at].hash != file.hash:
            raise ConflictError("The file was changed by another program", theirs="variables:\n- name: x\n")
        held[at] = EnvironmentFile(file.path, value.name, value, hash=f"{file.hash}+")
        self.changed.announce(Change("environments", (owner,)), source)
        return held[at]

    async def add_environment(self, owner, value, source=None):
        file = EnvironmentFile(HOME / str(owner) / f"{value.name}.yml", value.name, value, hash="new")
        self.files.setdefault(owner, []).append(file)
        self.changed.announce(Change("environments", (owner,)), source)
        return file

    async def remove_environment(self, owner, file, source=None):
        self.calls.append(("remove_environment", owner, file.name))
        self.files[owner] = [each for each in self.files[owner] if each.path != file.path]
        self.changed.announce(Change("environments", (owner,)), source)

    def active_environment(self, owner):
        return self.active.get(owner, "")

    def set_active_environment(self, owner, name, source=None):
        self.active[owner] = name
        self.changed.announce(Change("active-environment", (owner,)), source)

    def secret_value(self, owner, environment, name):
        return self.typed.get((owner, environment, name))

    def set_secret_value(self, owner, environment, name, value):
        self.typed[owner, environment, name] = value

    async def surroundings(self, item_id):
        return Surroundings()


def pet_shop() -> tuple[FakeSession, dict[str, int]]:
    """Return a session with three collections and the ids of its items by name."""
    session = FakeSession()
    shop, payments, _gone = session.grow(ROOT, "collection Petstore API", "collection Payments", "collection old-api")
    session.tree.change(_gone, problem="folder not found")
    pets, store = session.grow(shop, "folder Pets", "folder Store")
    session.grow(pets, "request GET List pets", "request POST Create a pet", "request PUT Update pet", "broken pet-photo.yml")
    session.grow(store, "request GET Inventory by status", "request POST Place an order", "opaque WS Ticker")
    session.grow(payments, "request POST Create charge")
    return session, {item.name: item.id for item in session.tree.items.values()}


def an_environment(owner_path: Path, value: Environment, hash_: str = "h1") -> EnvironmentFile:
    return EnvironmentFile(owner_path / "environments" / f"{value.name.lower()}.yml", value.name, value, hash_)
