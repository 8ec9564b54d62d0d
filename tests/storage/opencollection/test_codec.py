"""Every field of the format has its place, and what has none is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from curlew.errors import BrokenFileError
from curlew.model.auth import INHERIT
from curlew.model.body import FormBody, GraphQLBody
from curlew.model.request import Collection, Defaults, Folder, Opaque, Request, Settings
from curlew.model.rows import Note, Row
from curlew.model.variables import Environment, Variable
from curlew.storage.opencollection import codec
from helpers.files import HTTP, request, with_call
from helpers.schema import SCHEMA, accepted


def test_duplicate_headers_order_and_empty_values_stay() -> None:
    value = with_call("  headers:\n    - name: A\n      value: 1\n    - name: A\n      value:\n    - name: B\n      disabled: true\n")
    assert value.headers == (Row("A", "1"), Row("A", ""), Row("B", "", enabled=False))


def test_descriptions_are_texts_or_typed() -> None:
    value = with_call(
        "  headers:\n    - {name: A, value: b, description: {content: c, type: text/markdown}}\n    - {name: B, value: b, description: d}\n"
    )
    assert [row.description for row in value.headers] == [Note("c", "text/markdown"), Note("d")]


def test_usual_methods_of_older_files_are_read_in_capitals_and_stay_as_they_are_in_the_file() -> None:
    text = "info:\n  name: a\n  type: http\n\nhttp:\n  method: get\n  url: u\n"
    value = request(text)
    assert value.method == "GET"
    assert codec.render_item(replace(value, url="v"), text) == text.replace("url: u", "url: v")
    assert codec.render_item(replace(value, method="PUT"), text) == text.replace("get", "PUT")
    assert request(text.replace("get", "purge")).method == "purge"


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
