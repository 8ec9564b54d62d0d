"""Files of a collection to values and back: the one door to the OpenCollection format for the rest of storage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from curlew.model.request import Collection, Folder, Opaque, Request
from curlew.model.variables import Environment
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection import containers
from curlew.storage.opencollection.bundle import is_bundled, unbundled
from curlew.storage.opencollection.fields import Tree
from curlew.storage.opencollection.head import OPAQUE_LABELS, Head, opaque_label, scan_head
from curlew.storage.opencollection.merge import Encoder, rendered
from curlew.storage.opencollection.problems import broken
from curlew.storage.opencollection.requests import request_from, request_tree
from curlew.storage.opencollection.scalars import as_number, as_text
from curlew.text import _

__all__ = [
    "Head",
    "WorkspaceFile",
    "decode_text",
    "is_bundle",
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
    "unbundle",
]  # fmt: skip

REQUEST_KINDS = ("http", "graphql")
_FOLDER_KEYS = frozenset(("info", "request", "docs", "items", "extensions"))


def decode_text(data: bytes) -> str:
    """Return a file's bytes as text, line ends and a byte-order mark as they are. Raises BrokenFileError if it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(_("It is not UTF-8 text: byte {byte:#04x}.").format(byte=data[error.start]), line) from None


def _tree(text: str) -> Any:
    """Return what a text holds. The YAML library is loaded here, by the disk's thread as a rule: 10 ms that no window waits for."""
    from curlew.storage.opencollection.reader import read

    return read(text).data


def parse_item(text: str, stem: str) -> Request | Folder | Opaque:
    """Parse a request's, folder's or any other item's file. stem: gives the name where the file has none. Raises BrokenFileError."""
    return _item_from(_tree(text), stem, text)


def parse_folder(text: str, name: str) -> Folder:
    """Parse a `folder.yml`, which need not say that it is one. name: the folder's own, for where the file has none."""
    return containers.folder_from(_tree(text), name)


def parse_collection(text: str, stem: str) -> Collection:
    """Parse an `opencollection.yml`. Raises BrokenFileError."""
    return containers.collection_from(_tree(text), stem)


def parse_environment(text: str, stem: str) -> Environment:
    """Parse an environment's file. Raises BrokenFileError."""
    return containers.environment_from(_tree(text), stem)


def parse_workspace(text: str, stem: str) -> WorkspaceFile:
    """Parse a `workspace.yml`. Raises BrokenFileError."""
    return containers.workspace_from(_tree(text), stem)


def render_item(value: Request | Folder | Opaque, previous: str | None) -> str:
    """Write an item's file: `previous`, the text it came from, with the lines changed that have to. The same value gives the same text."""
    name = value.fallback_name
    if isinstance(value, Folder):
        return render_folder(value, previous)
    if isinstance(value, Opaque):
        text = value.text if previous is None else previous
        return rendered(replace(value, text=""), text, lambda data: Encoder(lambda tree: _item_from(tree, name, ""), _opaque_encoder(data)))
    return rendered(value, previous, lambda data: _request_coder(data, name))


def render_folder(folder: Folder, previous: str | None) -> str:
    name = folder.fallback_name
    return rendered(folder, previous, lambda _data: Encoder(lambda data: containers.folder_from(data, name), containers.folder_tree))


def render_collection(collection: Collection, previous: str | None) -> str:
    name, decode = collection.fallback_name, containers.collection_from
    return rendered(collection, previous, lambda _data: Encoder(lambda data: decode(data, name), containers.collection_tree))


def render_environment(environment: Environment, previous: str | None) -> str:
    name = "" if environment.named_in_file else environment.name
    decode = containers.environment_from
    return rendered(environment, previous, lambda _data: Encoder(lambda data: decode(data, name), containers.environment_tree))


def render_workspace(workspace: WorkspaceFile, previous: str | None) -> str:
    decode = containers.workspace_from
    return rendered(workspace, previous, lambda _data: Encoder(lambda data: decode(data, ""), containers.workspace_tree))


def unbundle(text: str) -> dict[str, str]:
    """Return the files of a collection that is all in one (`bundled: true`): texts by relative paths. Raises BrokenFileError."""
    return unbundled(_tree(text))


def is_bundle(text: str) -> bool:
    """Whether a collection's file holds its requests itself, so that it has to be unpacked to work with. Raises BrokenFileError."""
    return is_bundled(_tree(text))


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
        kind = as_text(data.get("type")) or _kind_by_keys(data)
    if kind in REQUEST_KINDS:
        return request_from(data, str(kind), stem)
    if kind == "folder":
        return containers.folder_from(data, stem)
    if not kind and not isinstance(info, dict):
        raise broken(_("It is no OpenCollection file: it has neither “info” nor anything to call."), 1)
    info = info if isinstance(info, dict) else {}
    name = as_text(info.get("name"))
    return Opaque(name or stem, str(kind or ""), as_number(info.get("seq")), text, "" if name else stem)


def _kind_by_keys(data: Mapping[str, Any]) -> str:
    """Tell the kind of a file that does not say it; what has only what a folder has is one."""
    called = next((key for key in (*REQUEST_KINDS, *OPAQUE_LABELS) if isinstance(data.get(key), dict)), "")
    return called or ("folder" if "info" in data and data.keys() <= _FOLDER_KEYS else "")


def _request_coder(data: Mapping[str, Any], name: str) -> Encoder:
    runtime, call = data.get("runtime"), data.get("http", data.get("graphql"))
    legacy = isinstance(runtime, dict) and "auth" in runtime and not (isinstance(call, dict) and "auth" in call)
    return Encoder(lambda tree: _item_from(tree, name, ""), lambda request: request_tree(request, legacy))


def _opaque_encoder(data: Mapping[str, Any]) -> Callable[[Opaque], Tree]:
    """Return what writes name and place into the rest of the file, which Curlew does not know."""

    def encode(value: Opaque) -> Tree:
        info: Tree = {"name": value.name, **data["info"]} if isinstance(data.get("info"), dict) else {}
        info["name"] = value.name
        if value.seq is not None:
            info["seq"] = value.seq
        return {"info": info, **{key: content for key, content in data.items() if key != "info"}}

    return encode
