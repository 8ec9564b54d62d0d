"""Every field of the format has its place, and what has none is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from curlew.errors import BrokenFileError
from curlew.model.auth import INHERIT, Auth
from curlew.model.body import FileBody, FormBody, GraphQLBody, MultipartBody, RawBody, UnknownBody
from curlew.model.request import Collection, Defaults, Folder, Opaque, Request, Settings
from curlew.model.rows import Note, Part, Row
from curlew.model.variables import Environment, Variable
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection import codec
from helpers.schema import SCHEMA, accepted

HTTP = "info:\n  name: a\n  type: http\n\nhttp:\n  method: GET\n  url: u\n"


def request(text: str) -> Request:
    value = codec.parse_item(text, "stem")
    assert isinstance(value, Request)
    return value


def with_call(more: str) -> Request:
    return request(HTTP + more)


@pytest.mark.parametrize(
    "auth", ["", "  auth: none\n", "  auth:\n", "  auth: ~\n", "  auth:\n    type: none\n", "  auth:\n    mode: none\n", "  auth: {}\n"]
)
def test_every_spelling_of_no_auth(auth: str) -> None:
    assert with_call(auth).auth is None


@pytest.mark.parametrize("auth", ["  auth: inherit\n", "  auth:\n    type: inherit\n", "  auth:\n    mode: inherit\n"])
def test_every_spelling_of_inherit(auth: str) -> None:
    assert with_call(auth).auth == INHERIT


def test_a_new_request_inherits_and_says_so() -> None:
    assert "  auth: inherit\n" in codec.render_item(Request("n"), None)


def test_auth_fields_are_texts_as_written() -> None:
    value = with_call("  auth:\n    type: basic\n    username: 012\n    password:\n")
    assert value.auth == Auth("basic", {"username": "012", "password": ""})


def test_auth_that_bruno_does_not_understand_counts_as_none_and_stays() -> None:
    value = with_call("  auth:\n    mode: basic\n    basic: {username: u}\n")
    assert value.auth is None
    assert value.extra["http.auth"] == {"mode": "basic", "basic": {"username": "u"}}


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


def test_duplicate_headers_order_and_empty_values_stay() -> None:
    value = with_call("  headers:\n    - name: A\n      value: 1\n    - name: A\n      value:\n    - name: B\n      disabled: true\n")
    assert value.headers == (Row("A", "1"), Row("A", ""), Row("B", "", enabled=False))


def test_descriptions_are_texts_or_typed() -> None:
    value = with_call(
        "  headers:\n    - {name: A, value: b, description: {content: c, type: text/markdown}}\n    - {name: B, value: b, description: d}\n"
    )
    assert [row.description for row in value.headers] == [Note("c", "text/markdown"), Note("d")]


@pytest.mark.parametrize(("tags", "wanted"), [("[a, 1]", ("a", "1")), ("smoke", ("smoke",)), ("", ()), ("[]", ())])
def test_tags_are_a_list_or_one_word(tags: str, wanted: tuple[str, ...]) -> None:
    assert request(f"info:\n  type: http\n  tags: {tags}\nhttp:\n  url: u\n").tags == wanted


@pytest.mark.parametrize(("seq", "wanted"), [("3", 3), ("2.5", 2.5), ("-1", -1), ("'4'", 4), ("x", None), ("", None)])
def test_seq_is_any_number(seq: str, wanted: float | None) -> None:
    assert request(f"info:\n  type: http\n  seq: {seq}\nhttp:\n  url: u\n").seq == wanted


def test_settings_inherit_and_unknown_ones_stay() -> None:
    value = request(
        HTTP + "settings:\n  timeout: inherit\n  encodeUrl: 'false'\n  maxRedirects: {{n}}\n".replace("{{n}}", '"{{n}}"') + "  keep: 1\n"
    )
    assert value.settings == Settings(encode_url=False, timeout="inherit", extra={"maxRedirects": "{{n}}", "keep": "1"})


def test_own_additions_stand_in_one_place_and_only_where_needed() -> None:
    assert "extensions" not in codec.render_item(Request("n"), None)
    text = codec.render_item(Request("n", settings=Settings(verify_tls=False)), None)
    assert text.endswith("\nextensions:\n  curlew:\n    verifyTls: false\n")
    again = request(text)
    assert again.settings.verify_tls is False
    assert "extensions" not in codec.render_item(replace(again, settings=Settings()), text)


def test_others_extensions_stay() -> None:
    text = HTTP + "\nextensions:\n  bruno:\n    a: 1\n  curlew:\n    later: x\n"
    value = request(text)
    assert value.extensions == {"later": "x"}
    changed = codec.render_item(replace(value, settings=Settings(verify_tls=True)), text)
    assert "bruno:\n    a: 1" in changed
    assert request(changed).extensions == {"later": "x"}


def test_unknown_keys_come_back_without_the_text_they_came_from() -> None:
    text = HTTP + "  new: [1, {a: 1.10}]\nwhole: new\n.odd.key: 1\nhttp.odd: 2\nruntime:\n  more: x\n"
    value = request(text)
    assert value.extra["http.new"] == ["1", {"a": "1.10"}]
    assert request(codec.render_item(value, None)) == value


@pytest.mark.parametrize(
    "wrong", ["http: text", "http: []", "http:", "runtime: 1", "settings: [1]", "examples: {}", "docs: [x]", "extensions: 1", "app: x"]
)
def test_wrong_shapes_do_no_harm_and_stay(wrong: str) -> None:
    text = f"info:\n  name: a\n  type: http\n{wrong}\n"
    value = request(text)
    renamed = codec.render_item(replace(value, name="b"), text)
    assert renamed == text.replace("name: a", "name: b")


def test_a_file_without_a_name_goes_by_its_stem_until_it_is_renamed() -> None:
    text = "info:\n  type: http\n\nhttp:\n  url: u\n"
    value = request(text)
    assert value.name == "stem"
    assert codec.render_item(replace(value, url="v"), text) == text.replace("url: u", "url: v")
    assert request(codec.render_item(replace(value, name="New"), text)).name == "New"


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("info:\n  name: a\n  type: grpc\ngrpc:\n  url: u\n", "grpc", "gRPC"),
        ("info:\n  name: a\n  type: websocket\nwebsocket:\n  url: u\n", "websocket", "WS"),
        ("info:\n  name: a\n  type: app\ncode: x\n", "app", "APP"),
        ("type: script\nscript: x\n", "script", "JS"),
        ("info:\n  name: a\n  type: brandnew\nx: y\n", "brandnew", "BRANDN"),
        ("grpc:\n  url: u\n", "grpc", "gRPC"),
    ],
)
def test_A11_kinds_that_are_not_known_are_kept(text: str, kind: str, label: str) -> None:
    value = codec.parse_item(text, "stem")
    assert isinstance(value, Opaque)
    assert (value.kind, codec.label_of(value), value.text) == (kind, label, text)
    assert codec.render_item(value, text) is text
    renamed = codec.render_item(replace(value, name="new name", seq=7), text)
    again = codec.parse_item(renamed, "stem")
    assert isinstance(again, Opaque)
    assert (again.name, again.seq, again.kind) == ("new name", 7, kind)
    for line in text.splitlines():
        assert line in renamed or "name: a" in line


def test_a_kind_that_is_not_said_is_told_by_its_key() -> None:
    assert isinstance(codec.parse_item("info:\n  name: a\nhttp:\n  url: u\n", "s"), Request)
    assert isinstance(codec.parse_item("info:\n  name: a\n", "s"), Folder)
    assert isinstance(codec.parse_folder("info:\n  name: a\n  type: folder\n", "s"), Folder)


def test_a_file_of_something_else_is_broken() -> None:
    with pytest.raises(BrokenFileError):
        codec.parse_item("services:\n  web: {}\n", "compose")


def test_a_folder_s_place_is_a_positive_integer() -> None:
    assert "seq: 1\n" in codec.render_folder(Folder("f", seq=0), None)
    assert "seq: 3\n" in codec.render_folder(Folder("f", seq=2.6), None)


COLLECTION = """\
opencollection: 1.0.0
info:
  name: c
  summary: s
  version: 1.10
  authors:
    - name: n
config:
  proxy: {inherit: true}
request:
  headers:
    - name: A
      value: b
  metadata: []
  auth: {type: bearer, token: t}
  variables:
    - name: v
      value: x
  scripts:
    - type: tests
      code: y
  settings:
    http: {timeout: 1}
    graphql: {timeout: 2}
docs: {content: d, type: text/markdown}
bundled: false
extensions: {curlew: {verifyTls: false}}
"""


def test_collections_give_defaults() -> None:
    value = codec.parse_collection(COLLECTION, "stem")
    assert (value.name, value.summary, value.version, value.docs) == ("c", "s", "1.10", Note("d", "text/markdown"))
    assert value.defaults.headers == (Row("A", "b"),)
    assert value.defaults.settings == Settings(timeout=1, verify_tls=False)
    assert value.defaults.extra == {"metadata": [], "settings.graphql": {"timeout": "2"}}
    assert codec.parse_collection(codec.render_collection(value, None), "stem") == value
    assert codec.render_collection(replace(value, name="d"), COLLECTION) == COLLECTION.replace("name: c", "name: d")


ENVIRONMENT = """\
color: '#fff'
extends: base
dotEnvFilePath: .env
variables:
  - name: n
    value: {type: number, data: '3'}
  - name: t
    value: 012
    disabled: true
  - secret: true
    name: s
    type: number
    value: hidden
  - name: v
    value:
      - title: a
        value: one
      - title: b
        selected: true
        value: {type: boolean, data: 'true'}
  - name: odd
    value: {a: 1}
"""


def test_environments() -> None:
    value = codec.parse_environment(ENVIRONMENT, "Local")
    assert (value.name, value.named_in_file, value.color, value.extends, value.dotenv_path) == ("Local", False, "#fff", "base", ".env")
    number, plain, secret, variants, odd = value.variables
    assert (number.value, number.type) == ("3", "number")
    assert plain == Variable("t", "012", enabled=False)
    assert (secret.value, secret.type, secret.secret) == ("", "number", True)
    assert (variants.value, variants.type, len(variants.variants)) == ("true", "boolean", 2)
    assert odd.extra == {"value": {"a": "1"}}
    written = codec.render_environment(value, None)
    assert "hidden" not in written
    assert codec.parse_environment(written, "Local") == value


def test_a_variant_s_value_changes_where_it_stands() -> None:
    value = codec.parse_environment(ENVIRONMENT, "Local")
    *others, variants, odd = value.variables
    changed = replace(value, variables=(*others, replace(variants, value="false"), odd))
    assert codec.render_environment(changed, ENVIRONMENT) == ENVIRONMENT.replace("data: 'true'", 'data: "false"')


WORKSPACE = """\
opencollection: 1.0.0

info:
  name: w
  type: workspace

collections:
  - name: a
    path: collections/a
    # ours
    more: 1
"""


def test_workspaces() -> None:
    value = codec.parse_workspace(WORKSPACE, "stem")
    assert value == WorkspaceFile("w", (("a", "collections/a"),))
    added = codec.render_workspace(replace(value, collections=(*value.collections, ("b", "/abs/b"))), WORKSPACE)
    assert added == WORKSPACE + "  - name: b\n    path: /abs/b\n"
    new = codec.render_workspace(WorkspaceFile("w"), None)
    assert new == "opencollection: 1.0.0\n\ninfo:\n  name: w\n  type: workspace\ncollections: []\n"


def test_a_last_collection_can_leave_the_workspace() -> None:
    text = codec.render_workspace(WorkspaceFile("w", (("a", "a"),)), None)
    left = codec.render_workspace(WorkspaceFile("w"), text)
    assert codec.parse_workspace(left, "s").collections == ()


def test_bytes_that_are_no_text_are_broken() -> None:
    with pytest.raises(BrokenFileError) as caught:
        codec.decode_text(b"info:\n  name: \xff\n")
    assert caught.value.line == 2


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema is not here (CURLEW_CORPORA)")
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("opencollection.yml", codec.render_collection(Collection("c", defaults=Defaults(auth=INHERIT)), None)),
        ("f/folder.yml", codec.render_folder(Folder("f", Defaults(headers=(Row("A", "b"),)), seq=1), None)),
        ("environments/e.yml", codec.render_environment(Environment("e", variables=(Variable("a"), Variable("s", secret=True))), None)),
        ("r.yml", codec.render_item(Request("r", body=FormBody(), settings=Settings(True, 1, False, 3, True, False), tags=("1",)), None)),
        ("g.yml", codec.render_item(Request("g", "graphql", "POST", body=GraphQLBody("{a}")), None)),
    ],
)
def test_what_is_new_fits_the_schema(path: str, text: str) -> None:
    assert accepted(Path(path), text)
