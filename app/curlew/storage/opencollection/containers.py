"""The files of folders, collections, environments and workspaces: tree to model and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.model.request import Collection, Defaults, Folder
from curlew.model.variables import Environment
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection.auths import auth_from, auth_tree
from curlew.storage.opencollection.extensions import NO_OWN, OwnSettings, extensions_tree, own_tree, take_extensions
from curlew.storage.opencollection.extras import keep, put_back
from curlew.storage.opencollection.fields import Fields, Tree, as_mapping, note_tree, put_unless_empty
from curlew.storage.opencollection.requests import info_tree, script_from, script_tree, tags_from
from curlew.storage.opencollection.rows import row_from, row_tree
from curlew.storage.opencollection.scalars import as_number
from curlew.storage.opencollection.settings import NO_SETTINGS, all_settings_from, all_settings_tree, settings_from, settings_tree
from curlew.storage.opencollection.variables import variable_from, variable_tree


def folder_from(data: Mapping[str, Any], stem: str) -> Folder:
    file = Fields(data)
    extra: Tree = {}
    info = Fields(file.mapping("info"))
    extensions, own = take_extensions(file, extra)
    seq = as_number(info.raw("seq"))
    info.raw("type")
    name = info.text("name")
    folder = Folder(
        name=name or stem,
        defaults=_defaults_from(file.mapping("request"), own),
        docs=file.note("docs"),
        description=info.note(),
        tags=tags_from(info),
        seq=seq,
        extensions=extensions,
        extra=extra,
        fallback_name="" if name else stem,
    )
    keep(extra, "info", info.rest())
    keep(extra, "", file.rest())
    return folder


def folder_tree(folder: Folder) -> Tree:
    seq = None if folder.seq is None else max(1, round(folder.seq))
    tree: Tree = {"info": info_tree(folder.name, "folder", seq, folder.tags)}
    if folder.description:
        tree["info"]["description"] = note_tree(folder.description)
    put_unless_empty(tree, "request", _defaults_tree(folder.defaults))
    if folder.docs:
        tree["docs"] = note_tree(folder.docs)
    put_unless_empty(tree, "extensions", extensions_tree(folder.extensions, folder.defaults.settings))
    put_back(tree, folder.extra)
    return tree


def collection_from(data: Mapping[str, Any], stem: str) -> Collection:
    file = Fields(data)
    extra: Tree = {}
    info = Fields(file.mapping("info"))
    extensions, own = take_extensions(file, extra)
    name = info.text("name")
    collection = Collection(
        name=name or stem,
        format_version=file.text("opencollection", "1.0.0"),
        summary=info.text("summary"),
        version=info.text("version"),
        defaults=_defaults_from(file.mapping("request"), own),
        docs=file.note("docs"),
        config=file.mapping("config"),
        extensions=extensions,
        extra=extra,
        fallback_name="" if name else stem,
    )
    keep(extra, "info", info.rest())
    keep(extra, "", file.rest())
    return collection


def collection_tree(collection: Collection) -> Tree:
    info: Tree = {"name": collection.name}
    put_unless_empty(info, "summary", collection.summary)
    put_unless_empty(info, "version", collection.version)
    tree: Tree = {"opencollection": collection.format_version, "info": info}
    put_unless_empty(tree, "config", dict(collection.config))
    if "items" in collection.extra:
        tree["items"] = collection.extra["items"]
    put_unless_empty(tree, "request", _defaults_tree(collection.defaults))
    if collection.docs:
        tree["docs"] = note_tree(collection.docs)
    if "bundled" in collection.extra:
        tree["bundled"] = collection.extra["bundled"]
    put_unless_empty(tree, "extensions", extensions_tree(collection.extensions, collection.defaults.settings))
    put_back(tree, collection.extra)
    return tree


def environment_from(data: Mapping[str, Any], stem: str) -> Environment:
    file = Fields(data)
    extra: Tree = {}
    extensions, own = take_extensions(file, extra)
    extensions = _kept_settings(own) | extensions
    name = file.text("name")
    environment = Environment(
        name=name or stem,
        color=file.text("color"),
        description=file.note(),
        variables=file.each("variables", variable_from),
        extends=file.text("extends"),
        dotenv_path=file.text("dotEnvFilePath"),
        named_in_file=bool(name),
        client_certificates=file.each("clientCertificates", dict) if _all_mappings(data.get("clientCertificates")) else (),
        external_secrets=file.mapping("externalSecrets"),
        extensions=extensions,
        extra=extra,
    )
    keep(extra, "", file.rest())
    return environment


def environment_tree(environment: Environment) -> Tree:
    tree: Tree = {"name": environment.name} if environment.named_in_file else {}
    put_unless_empty(tree, "color", environment.color)
    if environment.description:
        tree["description"] = note_tree(environment.description)
    put_unless_empty(tree, "variables", [variable_tree(variable) for variable in environment.variables])
    put_unless_empty(tree, "externalSecrets", dict(environment.external_secrets))
    put_unless_empty(tree, "clientCertificates", [dict(certificate) for certificate in environment.client_certificates])
    put_unless_empty(tree, "extends", environment.extends)
    put_unless_empty(tree, "dotEnvFilePath", environment.dotenv_path)
    put_unless_empty(tree, "extensions", extensions_tree(environment.extensions, NO_SETTINGS))
    put_back(tree, environment.extra)
    return tree


def workspace_from(data: Mapping[str, Any], stem: str) -> WorkspaceFile:
    """Decode `workspace.yml`; before `info` there was a top-level `name`."""
    file = Fields(data)
    extra: Tree = {}
    info = Fields(file.mapping("info"))
    info.raw("type")
    extensions, own = take_extensions(file, extra)
    workspace = WorkspaceFile(
        name=info.text("name") or file.text("name", stem),
        collections=file.each("collections", _reference_from),
        format_version=file.text("opencollection", "1.0.0"),
        docs=file.note("docs"),
        settings=all_settings_from(own),
        extensions=extensions,
        extra=extra,
    )
    keep(extra, "info", info.rest())
    keep(extra, "", file.rest())
    return workspace


def workspace_tree(workspace: WorkspaceFile) -> Tree:
    tree: Tree = {"opencollection": workspace.format_version, "info": {"name": workspace.name, "type": "workspace"}}
    tree["collections"] = [{"name": name, "path": path} for name, path in workspace.collections]
    if workspace.docs:
        tree["docs"] = note_tree(workspace.docs)
    put_unless_empty(tree, "extensions", extensions_tree(workspace.extensions, all_settings_tree(workspace.settings)))
    put_back(tree, workspace.extra)
    return tree


def _reference_from(entry: Any) -> tuple[str, str]:
    fields = Fields(as_mapping(entry, "path"))
    return fields.text("name"), fields.text("path")


def _defaults_from(data: Mapping[str, Any], own: OwnSettings) -> Defaults:
    if not data and own is NO_OWN:
        return Defaults()
    fields = Fields(data)
    auth_value = fields.raw("auth")
    auth, understood = auth_from(auth_value)
    settings = Fields(fields.mapping("settings"))
    extra: Tree = {}
    defaults = Defaults(
        headers=fields.each("headers", row_from),
        auth=auth,
        variables=fields.each("variables", variable_from),
        scripts=fields.each("scripts", script_from),
        settings=settings_from(settings.mapping("http"), own),
        extra=extra,
    )
    keep(extra, "", fields.rest())
    keep(extra, "settings", settings.rest())
    if not understood:
        extra["auth"] = auth_value
    return defaults


def _defaults_tree(defaults: Defaults) -> Tree:
    tree: Tree = {}
    put_unless_empty(tree, "headers", [row_tree(row) for row in defaults.headers])
    if defaults.auth is not None:
        tree["auth"] = auth_tree(defaults.auth)
    put_unless_empty(tree, "variables", [variable_tree(variable) for variable in defaults.variables])
    put_unless_empty(tree, "scripts", [script_tree(script) for script in defaults.scripts])
    http = settings_tree(defaults.settings)
    if http:
        tree["settings"] = {"http": http}
    put_back(tree, defaults.extra)
    return tree


def _all_mappings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _kept_settings(own: OwnSettings) -> Tree:
    """Return settings that mean nothing in an environment, to be kept with the rest."""
    kept: Tree = {} if own.verify_tls is None else {"verifyTls": own.verify_tls}
    return kept | ({"settings": own_tree(own.own)} if own.own else {})
