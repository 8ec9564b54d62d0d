from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.model.body import Body, FileBody, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.prepared import FilePart, Payload
from curlew.model.rows import FileChoice, Part, Row
from curlew.model.template import Layer, Scope
from curlew.model.variables import Variable
from curlew.net.bodies import BODY_KINDS, BodyContext, BodyKind
from curlew.net.bodies.form import quote
from curlew.net.bodies.graphql import operations
from curlew.net.bodies.multipart import base_name
from curlew.net.errors import SendingError
from curlew.net.files import Files
from curlew.net.filler import Filler

SCOPE = Scope((Layer("environment", "E", (Variable("v", "VALUE"), Variable("n", "12345678901234567890"))),))


def context(folder: Path | None = None, content_type: str = "") -> BodyContext:
    return BodyContext(Filler(SCOPE), Files(folder), content_type, lambda: "B")


def encoded(body: Body, where: BodyContext | None = None) -> Payload:
    payload = BODY_KINDS[body.kind].encode(body, where or context())
    assert payload is not None
    return payload


def text_of(payload: Payload) -> bytes:
    return b"".join(part.path.read_bytes() if isinstance(part, FilePart) else part for part in payload.parts)


@pytest.mark.parametrize("kind", BODY_KINDS, ids=lambda kind: kind.id)
def test_every_kind_keeps_the_contract(kind: BodyKind) -> None:
    bodies: list[Body] = [RawBody(k) for k in ("json", "text", "xml", "sparql")]
    bodies += [FormBody(), MultipartBody(), FileBody(), GraphQLBody("{a}")]
    empty = {body.kind: body for body in bodies}.get(kind.id)
    payload = kind.encode(empty, context())
    assert kind.label
    assert kind.editor in {"none", "code", "rows", "parts", "files", "graphql"}
    assert payload is None or payload.size == len(text_of(payload))


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("json", "application/json"),
        ("text", "text/plain; charset=utf-8"),
        ("xml", "application/xml"),
        ("sparql", "application/sparql-query"),
    ],
)
def test_D14_text_goes_out_byte_for_byte(kind: str, content_type: str) -> None:
    text = '{"n": 1.10,\t"big": 9007199254740993, "nan": NaN, "é": "\u2028😀"}\r\n{{v}} '
    payload = encoded(RawBody(kind, text))
    assert text_of(payload) == text.replace("{{v}}", "VALUE").encode()
    assert payload.content_type == content_type


@pytest.mark.parametrize(("charset", "text", "noted"), [("ISO-8859-1", "é", True), ("utf-8", "é", False), ("latin1", "e", False)])
def test_a_charset_that_is_not_true_is_noted(charset: str, text: str, noted: bool) -> None:
    where = context(content_type=f'text/plain; charset="{charset}"')
    assert text_of(encoded(RawBody("text", text), where)) == text.encode()
    assert bool(where.notes) == noted


def test_a_form_is_written_as_the_standard_says() -> None:
    rows = (Row("a b", "1&2=3"), Row("é", "{{v}}"), Row("off", "x", enabled=False), Row("", ""), Row("empty"), Row("a b", "again"))
    assert text_of(encoded(FormBody(rows))) == b"a+b=1%262%3D3&%C3%A9=VALUE&empty=&a+b=again"


@given(st.text())
def test_a_form_value_survives(text: str) -> None:
    from urllib.parse import parse_qsl

    text = text.encode("utf-8", "ignore").decode()
    assert parse_qsl("k=" + quote(text).decode("ascii"), keep_blank_values=True) == [("k", text)]


def test_multipart_holds_texts_and_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"PNG")
    (tmp_path / "b.bin").write_bytes(b"\x00\r\n--B--")
    parts = (
        Part("t", "text", ("x {{v}}",)),
        Part("j", "text", ("{}",), content_type="application/json"),
        Part("f", "file", ("a.png", "b.bin")),
        Part("off", "text", ("no",), enabled=False),
    )
    payload = encoded(MultipartBody(parts), context(tmp_path))
    assert payload.content_type == "multipart/form-data; boundary=B"
    assert text_of(payload) == (
        b'--B\r\nContent-Disposition: form-data; name="t"\r\n\r\nx VALUE\r\n'
        b'--B\r\nContent-Disposition: form-data; name="j"\r\nContent-Type: application/json\r\n\r\n{}\r\n'
        b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nPNG\r\n'
        b'--B\r\nContent-Disposition: form-data; name="f"; filename="b.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\x00\r\n--B--\r\n"
        b"--B--\r\n"
    )
    assert payload.size == len(text_of(payload))


def test_D12_names_cannot_break_out(tmp_path: Path) -> None:
    name = 'a"\r\nX: 1\0'
    (tmp_path / 'f".txt').write_text("x")
    text = text_of(encoded(MultipartBody((Part(name, "text", ("v",)), Part("f", "file", ('f".txt',)))), context(tmp_path)))
    assert b'name="a%22%0D%0AX: 1%00"' in text
    assert b'filename="f%22.txt"' in text


@pytest.mark.parametrize("content_type", ["text/plain\r\nX: 1", "text/é", "nonsense", "a/b\0"])
def test_D12_a_part_type_is_validated(content_type: str) -> None:
    with pytest.raises(SendingError, match="content type of the part"):
        encoded(MultipartBody((Part("n", "text", ("v",), content_type=content_type),)))


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a\\b\\passwd", "C:\\x\\passwd", "passwd"])
def test_D13_only_the_base_name_is_told(path: str) -> None:
    assert base_name(path) == "passwd"


def test_the_boundary_of_an_own_content_type_is_used() -> None:
    body = MultipartBody((Part("n", "text", ("v",)),))
    assert text_of(encoded(body, context(content_type='multipart/form-data; boundary="mine"'))).startswith(b"--mine\r\n")
    where = context(content_type="multipart/form-data")
    encoded(body, where)
    assert "names no boundary" in where.notes[0]


def test_the_selected_file_is_sent(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"[]")
    body = FileBody((FileChoice("no.bin", selected=False), FileChoice("a.json")))
    payload = encoded(body, context(tmp_path))
    assert (payload.content_type, payload.parts) == ("application/json", (FilePart(tmp_path / "a.json", 2),))
    where = context(tmp_path)
    assert BODY_KINDS["file"].encode(FileBody((FileChoice("a.json", selected=False),)), where) is None
    assert where.notes


def test_graphql_keeps_numbers_and_names_the_operation() -> None:
    text = text_of(encoded(GraphQLBody("query Pets($n: Int) { pets(n: $n) { id } }", '{"n": {{n}}, "f": 1.10}')))
    query = b'{"query": "query Pets($n: Int) { pets(n: $n) { id } }", '
    assert text == query + b'"variables": {"n": 12345678901234567890, "f": 1.10}, "operationName": "Pets"}'
    assert json.loads(text)["variables"]["n"] == 12345678901234567890


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{ a }", ("",)),
        ("query { a }", ("",)),
        ("query A { a } mutation B { b }", ("A", "B")),
        ("fragment F on X { query } query Q { ...F }", ("Q",)),
        ('# query No { a }\nquery Yes($s: String = "query Bad {") { a(s: "}") }', ("Yes",)),
        ("subscription S($a: [Int!] = {x: 1}) @d(e: {f: 1}) { a }", ("S",)),
        ('query D { a(s: """block } " quote""") }', ("D",)),
        ("", ()),
    ],
)
def test_operations_are_found(query: str, names: tuple[str, ...]) -> None:
    assert operations(query) == names


@pytest.mark.parametrize("variables", ["nope", "[1]", "1", '{"a": }', "[" * 100_000])
def test_graphql_variables_must_be_an_object(variables: str) -> None:
    with pytest.raises(SendingError) as raised:
        encoded(GraphQLBody("{a}", variables))
    assert raised.value.reason


def test_several_operations_are_noted() -> None:
    where = context()
    payload = encoded(GraphQLBody("query A {a} query B {b}"), where)
    assert b'"operationName": "A"' in text_of(payload)
    assert "2 operations" in where.notes[0]
