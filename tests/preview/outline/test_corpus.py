"""Every JSON text of the shared corpora as a tree: all of it opened, each row told; nothing hurts, nothing valid is called broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from curlew.preview.outline.json import JsonShape
from curlew.preview.outline.opening import Bounds, opened_below, place_of
from curlew.preview.outline.tree import Alone, Node, Outline

CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[4] / "shared" / "corpora") / "json"
FILES = sorted(CORPORA.rglob("*.json")) if CORPORA.exists() else []

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not FILES, reason="the shared corpora are not here (CURLEW_CORPORA)")]


def whole_tree(text: bytes) -> tuple[JsonShape, Outline]:
    shape = JsonShape(text)
    root = shape.root()
    node = Node(root, shape.children(root) if root.holds_values else Alone(root))
    whole, _complete = opened_below(shape, node, Bounds(opened=2000), lambda: False)
    return shape, Outline(whole)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_text_is_a_tree(path):
    text = path.read_bytes()
    shape, outline = whole_tree(text)
    kinds, problems = set(), []
    for row in range(min(len(outline), 300)):
        node, at = outline.spot(row)
        if at < 0:
            problems.append(node.problem)
            continue
        value = node.children.value(at)
        kinds.add(value.kind)
        told = shape.row(value, at, None, repeated=False)
        shape.facts(value, None)
        place_of(shape, node, at)
        if value.kind in ("number", "true", "false", "null") and value.end - value.start < 400:
            assert told.value == text[value.start : value.end].decode()
        assert told.value.isprintable()
    if "_y_" in f"_{path.stem}" and not text.startswith(b"\xff"):
        assert "broken" not in kinds
        assert not problems
