"""Files of a collection to values and back: the one door to the OpenCollection format for the rest of storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from curlew.model.request import Collection, Folder, Opaque, Request
from curlew.model.variables import Environment
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection import containers
from curlew.storage.opencollection.fields import Tree
from curlew.storage.opencollection.head import OPAQUE_LABELS, Head, opaque_label, scan_head
from curlew.storage.opencollection.merge import Encoder, rendered
from curlew.storage.opencollection.problems import broken
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.requests import request_from, request_tree
from curlew.storage.opencollection.scalars import as_number, as_text
from curlew.text import _

__all__ = [
    "Head",
    "WorkspaceFile",
    "decode_text",
    "label_of",
    "opaque_label",
    "parse_collection",
    "parse_environment",
    "parse_folder",
    "parse_item",
    "parse_workspace",
    "render_collection",
    "render_environment",
    "render_folder",
    "render_item",
    "render_workspace",
    "scan_head",
]  # fmt: skip

REQUEST_KINDS = ("http", "graphql")


def decode_text(data: bytes) -> str:
    """Return a file's bytes as text, line ends and a byte-order mark as they are. Raises BrokenFileError if it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(_("It is not UTF-8 text: byte {byte:#04x}.").format(byte=data[error.start]), line) from None


def parse_item(text: str, stem: str) -> Request | Folder | Opaque:
    """Parse a request's, folder's or any other item's file. stem: gives the name where the file has none. Raises BrokenFileError."""
    return _item_from(read(text).data, stem, text)


def parse_folder(text: str, name: str) -> Folder:
    """Parse a `folder.yml`, which need not say that it is one. name: the folder's own, for where the file has none."""
    return containers.folder_from(read(text).data, name)


def parse_collection(text: str, stem: str) -> Collection:
    """Parse an `opencollection.yml`. Raises BrokenFileError."""
    return containers.collection_from(read(text).data, stem)


def parse_environment(text: str, stem: str) -> Environment:
    """Parse an environment's file. Raises BrokenFileError."""
    return containers.environment_from(read(text).data, stem)


def parse_workspace(text: str, stem: str) -> WorkspaceFile:
    """Parse a `workspace.yml`. Raises BrokenFileError."""
    return containers.workspace_from(read(text).data, stem)


def render_item(value: Request | Folder | Opaque, previous: str | None, stem: str = "") -> str:
    """Write an item's file: `previous`, the text it came from, with the lines changed that have to. The same value gives the same text.

    stem: as it was given to `parse_item`.
    """
    if isinstance(value, Folder):
        return render_folder(value, previous, stem)
    if isinstance(value, Opaque):
        return _render_opaque(value, previous, stem)
    return rendered(value, previous, lambda data: _request_coder(data, stem))


def render_folder(folder: Folder, previous: str | None, name: str = "") -> str:
    return rendered(folder, previous, lambda _data: Encoder(lambda data: containers.folder_from(data, name), containers.folder_tree))


def render_collection(collection: Collection, previous: str | None, stem: str = "") -> str:
    decode = containers.collection_from
    return rendered(collection, previous, lambda _data: Encoder(lambda data: decode(data, stem), containers.collection_tree))


def render_environment(environment: Environment, previous: str | None, stem: str = "") -> str:
    decode = containers.environment_from
    return rendered(environment, previous, lambda _data: Encoder(lambda data: decode(data, stem), containers.environment_tree))


def render_workspace(workspace: WorkspaceFile, previous: str | None, stem: str = "") -> str:
    decode = containers.workspace_from
    return rendered(workspace, previous, lambda _data: Encoder(lambda data: decode(data, stem), containers.workspace_tree))


def label_of(value: Request | Folder | Opaque) -> str:
    """Return the short text that the tree shows before a name: the method, `GQL`, `WS`, …; empty for a folder."""
    if isinstance(value, Request):
        return "GQL" if value.kind == "graphql" else value.method.upper()
    if isinstance(value, Opaque):
        return opaque_label(value.kind)
    return ""


def _item_from(data: Mapping[str, Any], stem: str, text: str) -> Request | Folder | Opaque:
    info = data.get("info")
    kind = as_text(info.get("type")) if isinstance(info, dict) else None
    if not kind:
        kind = as_text(data.get("type")) or _kind_by_key(data, stem)
    if kind in REQUEST_KINDS:
        return request_from(data, str(kind), stem)
    if kind == "folder":
        return containers.folder_from(data, stem)
    if not kind and not isinstance(info, dict):
        raise broken(_("It is no OpenCollection file: it says neither “info” nor what it calls."), 1)
    info = info if isinstance(info, dict) else {}
    return Opaque(as_text(info.get("name")) or stem, str(kind or ""), as_number(info.get("seq")), text)


def _kind_by_key(data: Mapping[str, Any], stem: str) -> str:
    """Tell the kind of a file that does not say it."""
    if stem == "folder":
        return "folder"
    return next((key for key in (*REQUEST_KINDS, *OPAQUE_LABELS) if isinstance(data.get(key), dict)), "")


def _request_coder(data: Mapping[str, Any], stem: str) -> Encoder:
    runtime, call = data.get("runtime"), data.get("http", data.get("graphql"))
    legacy = isinstance(runtime, dict) and "auth" in runtime and not (isinstance(call, dict) and "auth" in call)
    return Encoder(lambda tree: _item_from(tree, stem, ""), lambda request: request_tree(request, legacy))


def _render_opaque(value: Opaque, previous: str | None, stem: str) -> str:
    """Write name and place of an item whose kind Curlew does not know into its own text."""
    return rendered(
        replace(value, text=""),
        previous if previous is not None else value.text,
        lambda _data: Encoder(lambda tree: _item_from(tree, stem, ""), _opaque_tree),
    )


def _opaque_tree(value: Opaque) -> Tree:
    info: Tree = {"name": value.name}
    if value.seq is not None:
        info["seq"] = value.seq
    return {"info": info}
