"""Request bodies: the file's `body` to the model's classes and back. What is of no known shape stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from curlew.model.body import Body, BodyVariant, FileBody, FormBody, GraphQLBody, MultipartBody, RawBody, UnknownBody
from curlew.storage.opencollection.fields import Fields, Tree, add_missing
from curlew.storage.opencollection.rows import file_from, file_tree, part_from, part_tree, row_from, row_tree
from curlew.storage.opencollection.scalars import as_text, is_null

RAW_KINDS = ("json", "text", "xml", "sparql")


def body_from(value: Any, graphql: bool) -> Body | None:
    """Decode one body; `graphql` where it stands under that key, which has a shape of its own. None: no body."""
    if is_null(value):
        return None
    if not isinstance(value, dict):
        return UnknownBody("", value)
    if graphql:
        return _graphql_from(value)
    kind = as_text(value.get("type"))
    if kind in (None, "", "none"):
        return None if value.keys() <= {"type", "mode"} else UnknownBody("", value)
    fields = Fields(value)
    fields.raw("type")
    decoder = _DECODERS.get(str(kind))
    return (decoder(str(kind), fields) if decoder else None) or UnknownBody(str(kind), value)


def body_tree(body: Body) -> Any:
    match body:
        case RawBody():
            tree: Tree = {"type": body.kind, "data": body.text}
        case FormBody():
            tree = {"type": body.kind, "data": [row_tree(row) for row in body.rows]}
        case MultipartBody():
            tree = {"type": body.kind, "data": [part_tree(part) for part in body.parts]}
        case FileBody():
            tree = {"type": body.kind, "data": [file_tree(choice) for choice in body.files]}
        case GraphQLBody():
            tree = {"query": body.query} if body.query or not body.variables else {}
            if body.variables:
                tree["variables"] = body.variables
        case UnknownBody():
            return body.raw
    add_missing(tree, body.extra)
    return tree


def variants_from(value: list[Any], graphql: bool) -> tuple[BodyVariant, ...]:
    """Decode a list of titled bodies."""
    variants = []
    for entry in value:
        fields = Fields(entry if isinstance(entry, dict) else {})
        title, selected = fields.text("title"), fields.off("selected")
        variants.append(BodyVariant(title, selected, body_from(fields.raw("body"), graphql), fields.rest()))
    return tuple(variants)


def selected_variant(variants: tuple[BodyVariant, ...]) -> int:
    """Return the place of the variant that is edited and sent: the first selected one, else the first."""
    return next((place for place, variant in enumerate(variants) if variant.selected), 0)


def variant_trees(variants: tuple[BodyVariant, ...], body: Body | None) -> list[Tree]:
    """Return the list for the file, with `body` in the place of the selected variant's."""
    chosen = selected_variant(variants)
    trees = []
    for place, variant in enumerate(variants):
        tree: Tree = {"title": variant.title}
        if variant.selected:
            tree["selected"] = True
        held = body if place == chosen else variant.body
        if held is not None:
            tree["body"] = body_tree(held)
        add_missing(tree, variant.extra)
        trees.append(tree)
    return trees


def _graphql_from(value: Mapping[str, Any]) -> Body:
    fields = Fields(value)
    return GraphQLBody(fields.text("query"), fields.text("variables"), "graphql", fields.rest())


def _raw_from(kind: str, fields: Fields) -> Body | None:
    text = as_text(fields.raw("data"))
    return None if text is None else RawBody(kind, text, fields.rest())


def _rows_from(fields: Fields, decode: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """Take `data`, a list that Bruno leaves out where it is empty; None for anything else."""
    if fields.rest().get("data") is None or is_null(fields.rest()["data"]):
        fields.raw("data")
        return ()
    rows = fields.each("data", decode)
    return None if "data" in fields.rest() else rows


def _form_from(kind: str, fields: Fields) -> Body | None:
    rows = _rows_from(fields, row_from)
    return None if rows is None else FormBody(rows, kind, fields.rest())


def _multipart_from(kind: str, fields: Fields) -> Body | None:
    parts = _rows_from(fields, part_from)
    return None if parts is None else MultipartBody(parts, kind, fields.rest())


def _file_from(kind: str, fields: Fields) -> Body | None:
    files = _rows_from(fields, file_from)
    return None if files is None else FileBody(files, kind, fields.rest())


_DECODERS: dict[str, Callable[[str, Fields], Body | None]] = {
    **dict.fromkeys(RAW_KINDS, _raw_from),
    "form-urlencoded": _form_from,
    "multipart-form": _multipart_from,
    "file": _file_from,
}
