"""What Curlew does not know comes back, wherever it stands."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.model.request import Request
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.emitter import emit
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.sameness import same
from curlew.storage.opencollection.scalars import Plain
from helpers.hunks import hunks
from helpers.yaml_values import values

FILE = """\
info: {name: a, type: http, tags: [x]}
http:
  method: GET
  url: u
  headers:
    - {name: A, value: b}
  params:
    - {name: A, value: b, type: query}
  body:
    type: multipart-form
    data:
      - {name: p, type: text, value: x}
  auth: {type: bearer, token: t}
runtime:
  variables:
    - name: v
      value:
        - {title: one, value: x}
  scripts:
    - {type: tests, code: x}
  assertions:
    - {expression: a, operator: eq, value: '1'}
  actions:
    - {type: set-variable, variable: {name: x, scope: runtime}}
settings: {timeout: 1}
examples:
  - {name: e, request: {url: u}}
app: {enabled: true}
extensions: {curlew: {own: 1}, other: {a: b}}
"""

NAMES = st.from_regex(r"[a-z]{3,6}(\.[a-z]{2,3})?", fullmatch=True).map(lambda name: "x" + name)
SCALARS = st.sampled_from(values(200, seed=4)) | st.sampled_from(["1.10", "true", "012", "~", "1e3"]).map(Plain)
UNKNOWN = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=5)


def mappings(tree: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping of a tree with its path."""
    if isinstance(tree, dict):
        yield where, tree
        for key, value in tree.items():
            yield from mappings(value, f"{where}.{key}")
    elif isinstance(tree, list):
        for entry in tree:
            yield from mappings(entry, where + "[]")


PLACES = [where for where, _tree in mappings(read(FILE).data)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(range(len(PLACES))), NAMES, UNKNOWN), min_size=1, max_size=4))
def test_unknown_keys_survive_every_kind_of_save(additions: list[tuple[int, str, Any]]) -> None:
    tree = copy.deepcopy(read(FILE).data)
    found = [mapping for _where, mapping in mappings(tree)]
    for place, key, value in additions:
        found[place][key] = value
    text = emit(tree)
    value = codec.parse_item(text, "stem")
    assert isinstance(value, Request)
    assert codec.render_item(value, text) is text
    changed = codec.render_item(replace(value, url="another"), text)
    assert hunks(text, changed) == 1
    assert same(read(changed).data, {**read(text).data, "http": {**read(text).data["http"], "url": "another"}})
    anew = codec.parse_item(codec.render_item(value, None), "stem")
    assert anew == value
