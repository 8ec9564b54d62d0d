"""Bodies of every shape."""

from dataclasses import replace

import pytest

from curlew.model.body import FileBody, FormBody, GraphQLBody, MultipartBody, RawBody, UnknownBody
from curlew.model.rows import Part
from curlew.storage.opencollection import codec
from helpers.files import HTTP, request, with_call


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("", None),
        ("  body:\n", None),
        ("  body:\n    type: none\n", None),
        ("  body:\n    mode: none\n", None),
        ("  body:\n    type: json\n    data: 12\n", RawBody("json", "12")),
        ("  body:\n    type: text\n", RawBody("text", "")),
        ("  body:\n    type: form-urlencoded\n", FormBody()),
        ("  body:\n    type: multipart-form\n    data: []\n", MultipartBody()),
        ("  body:\n    type: file\n    data:\n", FileBody()),
        ("  body:\n    type: yaml\n    data: x\n", UnknownBody("yaml", {"type": "yaml", "data": "x"})),
        ("  body:\n    type: json\n    data: {a: 1}\n", UnknownBody("json", {"type": "json", "data": {"a": "1"}})),
        ("  body: text\n", UnknownBody("", "text")),
    ],
)
def test_bodies_of_every_shape(body: str, wanted: object) -> None:
    assert with_call(body).body == wanted


PARTS = """\
  body:
    type: multipart-form
    data:
      - {name: t, type: text, value: 1.10, contentType: a/b}
      - {name: f, type: file, value: [x, y]}
"""


def test_parts_hold_one_text_or_several_files() -> None:
    body = with_call(PARTS).body
    assert body == MultipartBody((Part("t", "text", ("1.10",), "a/b"), Part("f", "file", ("x", "y"), as_list=True)))


def test_body_variants_edit_the_selected_one() -> None:
    text = HTTP + (
        "  body:\n    - title: one\n      body:\n        type: json\n        data: '1'\n"
        "    - title: two\n      selected: true\n      body:\n        type: text\n        data: b\n"
    )
    value = request(text)
    assert value.body == RawBody("text", "b")
    changed = codec.render_item(replace(value, body=RawBody("text", "new")), text)
    assert changed == text.replace("data: b", "data: new")


def test_graphql_stands_under_its_own_key() -> None:
    value = request("info:\n  type: graphql\ngraphql:\n  url: u\n  body:\n    query: '{ a }'\n    variables: '{}'\n")
    assert (value.kind, value.method, value.body) == ("graphql", "POST", GraphQLBody("{ a }", "{}"))
    assert codec.label_of(value) == "GQL"
