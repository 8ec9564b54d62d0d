"""A request's file: tree to model and back, in the order in which Bruno writes the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.model.request import Action, Assertion, Example, Request, Script
from curlew.storage.opencollection.auths import auth_from, auth_tree
from curlew.storage.opencollection.bodies import body_from, body_tree, selected_variant, variant_trees, variants_from
from curlew.storage.opencollection.extensions import extensions_tree, take_extensions
from curlew.storage.opencollection.extras import keep, put_back
from curlew.storage.opencollection.fields import Fields, Tree, add_missing, as_mapping, finish, note_tree, put_unless_empty
from curlew.storage.opencollection.rows import param_from, param_tree, row_from, row_tree
from curlew.storage.opencollection.scalars import as_number, as_text
from curlew.storage.opencollection.settings import settings_from, settings_tree
from curlew.storage.opencollection.variables import variable_from, variable_tree

_USUAL = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
_EXAMPLES = "examples"


def request_from(data: Mapping[str, Any], kind: str, stem: str) -> Request:
    """Decode a file whose call stands under `kind` (`http` or `graphql`)."""
    file = Fields(data)
    extra: Tree = {}
    info = Fields(file.mapping("info"))
    call = Fields(file.mapping(kind))
    runtime = Fields(file.mapping("runtime"))
    extensions, own = take_extensions(file, extra)
    graphql = kind == "graphql"
    auth_holder = call if "auth" in call or "auth" not in runtime else runtime  # Bruno's first release had it in `runtime`
    auth_value = auth_holder.raw("auth")
    auth, understood = auth_from(auth_value)
    if not understood:
        auth_holder.rest()["auth"] = auth_value
    body_value = call.raw("body")
    variants = variants_from(body_value, graphql) if isinstance(body_value, list) else ()
    body = variants[selected_variant(variants)].body if variants else body_from(body_value or None, graphql)
    seq = as_number(info.raw("seq"))
    examples = _take_examples(data, file, extensions if graphql else {})
    info.raw("type")
    name = info.text("name")
    request = Request(
        name=name or stem,
        kind=kind,
        method=_method(call.text("method", "POST" if graphql else "GET")),
        url=call.text("url"),
        headers=call.each("headers", row_from),
        params=call.each("params", param_from),
        body=body,
        body_variants=variants,
        auth=auth,
        variables=runtime.each("variables", variable_from),
        scripts=runtime.each("scripts", script_from),
        assertions=runtime.each("assertions", _assertion_from),
        actions=runtime.each("actions", _action_from),
        settings=settings_from(file.mapping("settings"), own),
        docs=file.note("docs"),
        description=info.note(),
        tags=tags_from(info),
        seq=seq,
        examples=examples,
        app=file.mapping("app"),
        extensions=extensions,
        extra=extra,
        fallback_name="" if name else stem,
    )
    for place, fields in (("info", info), (kind, call), ("runtime", runtime), ("", file)):
        keep(extra, place, fields.rest())
    return request


def _method(text: str) -> str:
    """Return the usual methods as Bruno sends them, in capitals: files that were `.bru` ones once say `get`. Others keep their case."""
    return text.upper() if text.upper() in _USUAL else text


def request_tree(request: Request, legacy_auth: bool = False) -> Tree:
    """Encode; `legacy_auth` puts the auth where Bruno's first release had it."""
    tree: Tree = {"info": info_tree(request.name, request.kind, request.seq, request.tags)}
    if request.description:
        tree["info"]["description"] = note_tree(request.description)
    call: Tree = {"method": request.method, "url": request.url}
    put_unless_empty(call, "headers", [row_tree(row) for row in request.headers])
    put_unless_empty(call, "params", [param_tree(param) for param in request.params])
    if request.body_variants:
        call["body"] = variant_trees(request.body_variants, request.body)
    elif request.body is not None:
        call["body"] = body_tree(request.body)
    tree[request.kind] = call
    runtime: Tree = {}
    put_unless_empty(runtime, "variables", [variable_tree(variable) for variable in request.variables])
    put_unless_empty(runtime, "scripts", [script_tree(script) for script in request.scripts])
    put_unless_empty(runtime, "assertions", [_assertion_tree(assertion) for assertion in request.assertions])
    put_unless_empty(runtime, "actions", [_action_tree(action) for action in request.actions])
    if request.auth is not None:
        (runtime if legacy_auth else call)["auth"] = auth_tree(request.auth)
    put_unless_empty(tree, "runtime", runtime)
    put_unless_empty(tree, "settings", settings_tree(request.settings))
    examples = [{"name": example.name, **example.fields} for example in request.examples]
    extensions = extensions_tree(request.extensions, request.settings)
    if request.kind == "graphql" and examples:
        extensions = {"curlew": {**extensions.get("curlew", {}), _EXAMPLES: examples}}
    else:
        put_unless_empty(tree, _EXAMPLES, examples)
    if request.docs:
        tree["docs"] = note_tree(request.docs)
    put_unless_empty(tree, "app", dict(request.app))
    put_unless_empty(tree, "extensions", extensions)
    put_back(tree, request.extra)
    return tree


def info_tree(name: str, kind: str, seq: float | None, tags: tuple[str, ...]) -> Tree:
    tree: Tree = {"name": name, "type": kind}
    if seq is not None:
        tree["seq"] = seq
    put_unless_empty(tree, "tags", list(tags))
    return tree


def tags_from(info: Fields) -> tuple[str, ...]:
    """Take the tags; a single text, as people write it, is one tag."""
    tags = info.each("tags", lambda tag: as_text(tag) or "")
    single = "" if tags else info.text("tags")
    return (single,) if single else tags


def script_from(entry: Any) -> Script:
    fields = Fields(as_mapping(entry, "code"))
    return Script(fields.text("type"), fields.text("code"), fields.rest())


def script_tree(script: Script) -> Tree:
    tree: Tree = {"type": script.phase, "code": script.code}
    add_missing(tree, script.extra)
    return tree


def _assertion_from(entry: Any) -> Assertion:
    fields = Fields(as_mapping(entry, "expression"))
    value = fields.text("value") if "value" in fields else None
    expression, operator = fields.text("expression"), fields.text("operator", "eq")
    return Assertion(expression, operator, value, not fields.off(), fields.note(), fields.rest())


def _assertion_tree(assertion: Assertion) -> Tree:
    tree: Tree = {"expression": assertion.expression, "operator": assertion.operator}
    if assertion.value is not None:
        tree["value"] = assertion.value
    return finish(tree, assertion.description, assertion.enabled, assertion.extra)


def _action_from(entry: Any) -> Action:
    fields = Fields(as_mapping(entry, "type"))
    return Action(fields.text("type"), not fields.off(), fields.note(), fields.rest())


def _action_tree(action: Action) -> Tree:
    return finish({"type": action.kind, **action.fields}, action.description, action.enabled, {})


def _take_examples(data: Mapping[str, Any], file: Fields, ours: Tree) -> tuple[Example, ...]:
    """Take the examples, for GraphQL requests from Curlew's extensions, too: the standard has a place for those of HTTP only.

    A list of which an entry is no example stays where it is.
    """
    found: tuple[Example, ...] = ()
    if _are_examples(data.get(_EXAMPLES)):
        found = file.each(_EXAMPLES, _example_from)
    if _are_examples(ours.get(_EXAMPLES)):
        found += tuple(_example_from(entry) for entry in ours.pop(_EXAMPLES))
    return found


def _are_examples(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) or as_text(entry) for entry in value)


def _example_from(entry: Any) -> Example:
    fields = Fields(as_mapping(entry))
    return Example(fields.text("name"), fields.rest())
