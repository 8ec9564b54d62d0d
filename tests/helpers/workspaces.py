"""Workspaces and collections on a real disk, and what stands in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from curlew.engine.messages import Message
from curlew.engine.session import Session
from curlew.model.tree import ROOT, Tree
from curlew.storage.profile import Profile

COLLECTION = "opencollection: 1.0.0\n\ninfo:\n  name: {name}\n"
FOLDER = "info:\n  name: {name}\n  type: folder\n"
REQUEST = "info:\n  name: {name}\n  type: http\n  seq: {seq}\n\nhttp:\n  method: {method}\n  url: {url}\n  auth: inherit\n"


def a_profile(home: Path) -> Profile:
    profile = Profile.at(home)
    profile.create()
    return profile


def request_text(name: str, seq: object = 1, method: str = "GET", url: str = "https://example.com/a") -> str:
    return REQUEST.format(name=name, seq=seq, method=method, url=url)


def write_tree(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write files (text or bytes) and folders (mappings) below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in content.items():
        path = folder / name
        if isinstance(value, Mapping):
            write_tree(path, value)
        else:
            path.write_bytes(value if isinstance(value, bytes) else value.encode())
    return folder


def a_collection(folder: Path, name: str = "API", **content: Any) -> Path:
    """Write a collection; `content` names files by what stands before `.yml`, and folders by mappings."""
    files = {key if isinstance(value, Mapping) else f"{key}.yml": value for key, value in content.items()}
    return write_tree(folder, {"opencollection.yml": COLLECTION.format(name=name), **files})


def on_disk(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, and every empty folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
        elif path.is_dir() and not any(path.iterdir()):
            found[str(path.relative_to(folder)) + "/"] = b""
    return found


def outline(tree: Tree, item_id: int = ROOT) -> list[Any]:
    """Return what the tree shows below an item: (kind, name, label, file name, children)."""
    return [
        (item.kind.value, item.name, item.label, item.path.name, outline(tree, item.id))
        for item in (tree[child] for child in tree.child_ids(item_id))
    ]


def ids(tree: Tree) -> dict[int, tuple[int | None, ...]]:
    """Return each item's id with those of its children."""
    return {item.id: tree.child_ids(item.id) for item in tree.walk()}


def by_name(session: Session, name: str) -> int:
    """Return the id of the only item of that name."""
    found = [item.id for item in session.tree.walk() if item.name == name]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


@asynccontextmanager
async def a_session(home: Path, workspace: Path | None = None) -> AsyncIterator[Session]:
    """Open a session over a profile in a folder; messages gather in `session.said`."""
    session = Session(a_profile(home))
    said: list[Message] = []
    session.messages.attach(said.append)
    session.said = said  # type: ignore[attr-defined]
    try:
        await session.open_workspace(workspace)
        yield session
    finally:
        await session.close()


PETS = {
    "pets": {
        "folder.yml": "info:\n  name: Pets\n  type: folder\n  seq: 1\n",
        "list.yml": request_text("List", 1),
        "add.yml": request_text("Add", 2),
    },
    "users": {"who.yml": request_text("Who", 1)},
    "ping": request_text("Ping", 1),
}


async def opened(session: Session, tmp_path: Path, **content: Any) -> tuple[Path, int]:
    """Open a collection made of `content` (a small pet shop by default); return its folder and item."""
    folder = a_collection(tmp_path / "api", "API", **(content or PETS))
    collection = await session.open_path(folder)
    assert collection is not None
    await session.settled()
    return folder, collection
