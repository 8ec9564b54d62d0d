"""Headers, parameters, form fields, parts and files: a list's entry to a row and back."""

from __future__ import annotations

from typing import Any

from curlew.model.rows import FileChoice, Param, Part, Row
from curlew.storage.opencollection.fields import Fields, Tree, as_mapping, finish
from curlew.storage.opencollection.scalars import as_text


def row_from(entry: Any) -> Row:
    fields = Fields(as_mapping(entry))
    return Row(fields.text("name"), fields.text("value"), not fields.off(), fields.note(), fields.rest())


def row_tree(row: Row) -> Tree:
    return finish({"name": row.name, "value": row.value}, row.description, row.enabled, row.extra)


def param_from(entry: Any) -> Param:
    fields = Fields(as_mapping(entry))
    name, value, kind = fields.text("name"), fields.text("value"), fields.text("type", "query")
    return Param(name, value, not fields.off(), fields.note(), fields.rest(), kind)


def param_tree(param: Param) -> Tree:
    return finish({"name": param.name, "value": param.value, "type": param.kind}, param.description, param.enabled, param.extra)


def part_from(entry: Any) -> Part:
    """Decode a part, whose value is one text, or a list of them (the paths of several files)."""
    fields = Fields(as_mapping(entry))
    name, kind = fields.text("name"), fields.text("type", "text")
    values = fields.each("value", lambda value: as_text(value) or "")
    as_list = "value" not in fields.rest() and "value" in fields
    if not as_list:
        values = (fields.text("value"),)
    return Part(name, kind, values, fields.text("contentType"), not fields.off(), fields.note(), as_list, fields.rest())


def part_tree(part: Part) -> Tree:
    value: Any = list(part.values) if part.as_list or len(part.values) > 1 else "".join(part.values)
    tree: Tree = {"name": part.name, "type": part.kind, "value": value}
    if part.content_type:
        tree["contentType"] = part.content_type
    return finish(tree, part.description, part.enabled, part.extra)


def file_from(entry: Any) -> FileChoice:
    fields = Fields(as_mapping(entry, "filePath"))
    path, mime = fields.text("filePath"), fields.text("contentType")
    return FileChoice(path, mime, fields.off("selected"), fields.text("description"), fields.rest())


def file_tree(choice: FileChoice) -> Tree:
    tree: Tree = {"filePath": choice.path, "contentType": choice.content_type, "selected": choice.selected}
    if choice.description:
        tree["description"] = choice.description
    return finish(tree, _NO_NOTE, True, choice.extra)


_NO_NOTE = Row().description
