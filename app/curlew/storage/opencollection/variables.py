"""Variables of requests, folders, collections and environments."""

from __future__ import annotations

from typing import Any

from curlew.model.variables import Variable, VariableVariant
from curlew.storage.opencollection.fields import Fields, Tree, add_missing, as_mapping, finish
from curlew.storage.opencollection.scalars import as_text


def variable_from(entry: Any) -> Variable:
    """Decode a variable: a value is plain text, typed text, or a list of variants; a secret has none whatever the file says."""
    fields = Fields(as_mapping(entry))
    name, secret = fields.text("name"), fields.off("secret")
    if secret:
        kind = fields.text("type")
        fields.raw("value")
        return Variable(name, "", kind, not fields.off(), True, fields.note(), (), fields.rest())
    variants = fields.each("value", _variant_from)
    if variants:
        chosen = next((variant for variant in variants if variant.selected), variants[0])
        value, kind = chosen.value, chosen.type
    else:
        value, kind = _take_value(fields)
    return Variable(name, value, kind, not fields.off(), False, fields.note(), variants, fields.rest())


def variable_tree(variable: Variable) -> Tree:
    tree: Tree = {}
    if variable.secret:
        tree["secret"] = True
    tree["name"] = variable.name
    if variable.secret:
        if variable.type:
            tree["type"] = variable.type
    elif variable.variants:
        tree["value"] = _variant_trees(variable)
    elif "value" not in variable.extra:
        tree["value"] = _value_tree(variable.value, variable.type)
    return finish(tree, variable.description, variable.enabled, variable.extra)


def _take_value(fields: Fields) -> tuple[str, str]:
    """Take a value and its type; a mapping that is no typed value stays where it is."""
    found = fields.raw("value")
    if found is None:
        return "", ""
    if isinstance(found, dict) and found.keys() == {"type", "data"}:
        kind, data = as_text(found["type"]), as_text(found["data"])
        if kind is not None and data is not None:
            return data, kind
    text = as_text(found)
    if text is None:
        fields.rest()["value"] = found
        return "", ""
    return text, ""


def _value_tree(value: str, kind: str) -> str | Tree:
    return {"type": kind, "data": value} if kind else value


def _variant_from(entry: Any) -> VariableVariant:
    fields = Fields(as_mapping(entry, "value"))
    title, selected = fields.text("title"), fields.off("selected")
    value, kind = _take_value(fields)
    return VariableVariant(title, selected, value, kind, fields.rest())


def _variant_trees(variable: Variable) -> list[Tree]:
    """Return the variants, the chosen one with the variable's own value."""
    chosen = next((i for i, variant in enumerate(variable.variants) if variant.selected), 0)
    trees = []
    for place, variant in enumerate(variable.variants):
        tree: Tree = {"title": variant.title}
        if variant.selected:
            tree["selected"] = True
        value, kind = (variable.value, variable.type) if place == chosen else (variant.value, variant.type)
        if "value" not in variant.extra:
            tree["value"] = _value_tree(value, kind)
        add_missing(tree, variant.extra)
        trees.append(tree)
    return trees
