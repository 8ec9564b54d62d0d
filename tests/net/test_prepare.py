from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from curlew.model.auth import Auth
from curlew.model.body import FormBody, GraphQLBody, RawBody, UnknownBody
from curlew.model.inherit import Above, Surroundings, scope_for
from curlew.model.prepared import Prepared, SendSettings
from curlew.model.request import Defaults, Request, Settings
from curlew.model.rows import Param, Row
from curlew.model.variables import Environment, Variable
from curlew.net.errors import SendingError
from curlew.net.prepare import USER_AGENT, prepare

ENVIRONMENT = Environment(
    "Local", variables=(Variable("base", "http://h.example/v1"), Variable("id", "7"), Variable("token", secret=True), Variable("né", "é"))
)


def prepared(request: Request, *above: Above, fallbacks: SendSettings = SendSettings()) -> Prepared:  # noqa: B008 - frozen
    around = Surroundings(above, ENVIRONMENT)
    scope = scope_for(request, around, lambda _layer, name: "s3cret" if name == "token" else None)
    return prepare(request, around, scope, fallbacks=fallbacks, boundary=lambda: "BOUNDARY")


def headers(value: Prepared) -> list[tuple[str, str]]:
    return [(header.name, header.value) for header in value.headers]


def folder(name: str, kind: str = "folder", **defaults: object) -> Above:
    return Above(kind, name, 1, Defaults(**defaults))  # type: ignore[arg-type]


def test_automatic_headers_are_ours_alone() -> None:
    value = prepared(Request(url="{{base}}/x"))
    automatic = [("Host", "h.example"), ("User-Agent", USER_AGENT), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate, br, zstd")]
    assert headers(value) == automatic
    assert {header.origin for header in value.headers} == {"auto"}
    assert all(header.reason for header in value.headers)
    assert (value.url, value.target) == ("http://h.example/v1/x", b"/v1/x")


@pytest.mark.parametrize("name", ["HOST", "user-agent", "Accept", "accept-encoding", "content-type", "CONTENT-length"])
def test_each_automatic_header_gives_way_to_a_row(name: str) -> None:
    value = prepared(Request(method="POST", url="h", headers=(Row(name, "4"),), body=RawBody("json", "true")))
    same = [header for header in value.headers if header.name.lower() == name.lower()]
    assert [(header.name, header.value, header.origin) for header in same] == [(name, "4", "request")]


def test_variables_are_filled_in_everywhere() -> None:
    request = Request(
        method="{{m}}",
        url="{{base}}/p/:pet?q={{id}}",
        headers=(Row("X-{{id}}", "v{{id}}"),),
        params=(Param("pet", "{{id}}", kind="path"), Param("off", "1", enabled=False)),
        body=FormBody((Row("a{{id}}", "b {{né}}"), Row("no", "x", enabled=False))),
        auth=Auth("basic", {"username": "u{{id}}", "password": "{{token}}"}),
        variables=(Variable("m", "PUT"),),
    )
    value = prepared(request)
    assert (value.method, value.target) == ("PUT", b"/v1/p/7?q=7")
    assert ("X-7", "v7") in headers(value)
    assert value.payload is not None
    assert value.payload.parts == (b"a7=b+%C3%A9",)
    assert ("Authorization", "Basic " + base64.b64encode(b"u7:s3cret").decode()) in headers(value)
    assert "s3cret" in value.secrets
    assert value.missing == ()


def test_a_disabled_query_row_is_not_sent_and_the_url_wins() -> None:
    params = (Param("a", "other"), Param("b", "2", enabled=False), Param("c", "3"))
    assert prepared(Request(url="h/x?a=1", params=params)).target == b"/x?a=1"


def test_a_pasted_brace_is_sent_as_written() -> None:
    params = (Param("id", "1", kind="path"),)
    assert prepared(Request(url="h/{id}/:id", params=params)).target == b"/{id}/1"


def test_D08_a_missing_variable_is_noted_and_in_the_host_refused() -> None:
    value = prepared(Request(url="h/{{nope}}", headers=(Row("X", "{{nope}} {{gone}}"),)))
    assert value.missing == ("nope", "gone")
    assert value.notes == ("Variable nope is not set; it was sent as written.", "Variable gone is not set; it was sent as written.")
    assert value.target == b"/{{nope}}"
    for url in ("{{nope}}/x", "http://{{nope}}:80", "http://a.{{nope}}.b/x", "{{nope}}://h/"):
        with pytest.raises(SendingError, match="Variable nope is not set"):
            prepared(Request(url=url))


def test_a_secret_without_a_value_says_what_to_do() -> None:
    request = Request(url="{{key}}.example", variables=(Variable("key", secret=True),))
    with pytest.raises(SendingError, match="secret variable key has no value yet"):
        prepared(request)


def test_inherited_headers_come_with_their_origin_and_give_way() -> None:
    request = Request(url="h", headers=(Row("X-Own", "1"), Row("x-outer", "mine")))
    inner = folder("Inner", headers=(Row("X-Inner", "{{id}}"), Row("X-Off", "1", enabled=False)))
    outer = folder("Outer", "collection", headers=(Row("X-Outer", "2"), Row("X-Inner", "3"), Row("X-Far", "4")))
    value = prepared(request, inner, outer)
    own = [(header.name, header.value, header.origin, header.source) for header in value.headers if header.origin != "auto"]
    assert own == [
        ("X-Far", "4", "inherited", "Outer"),
        ("X-Inner", "7", "inherited", "Inner"),
        ("X-Own", "1", "request", ""),
        ("x-outer", "mine", "request", ""),
    ]


def test_duplicate_header_names_are_all_sent() -> None:
    value = prepared(Request(url="h", headers=(Row("X", "1"), Row("x", "2"), Row("X", "1"))))
    assert headers(value)[4:] == [("X", "1"), ("x", "2"), ("X", "1")]


def test_inherited_auth_says_where_it_is_from() -> None:
    value = prepared(Request(url="h"), folder("Inner"), folder("Outer", auth=Auth("bearer", {"token": "{{token}}"})))
    found = value.headers[-1]
    assert (found.name, found.value, found.origin, found.source, found.secret) == ("Authorization", "Bearer s3cret", "auth", "Outer", True)


def test_none_above_stops_the_climb() -> None:
    value = prepared(Request(url="h"), folder("Inner", auth=Auth("none")), folder("Outer", auth=Auth("bearer", {"token": "x"})))
    assert not [header for header in value.headers if header.origin == "auth"]


def test_no_auth_key_means_none() -> None:
    value = prepared(Request(url="h", auth=None), folder("Outer", auth=Auth("bearer", {"token": "x"})))
    assert not [header for header in value.headers if header.origin == "auth"]


@pytest.mark.parametrize("kind", ["oauth1", "ntlm", "something-new"])
def test_an_auth_that_does_not_work_yet_is_said(kind: str) -> None:
    value = prepared(Request(url="h", auth=Auth(kind, {"username": "u"})))
    assert "was sent without it" in value.notes[0]
    assert not [header for header in value.headers if header.origin == "auth"]


def test_credentials_in_the_url_are_sent_and_taken_out() -> None:
    value = prepared(Request(url="http://me:p%40ss@h/x", auth=None))
    assert ("Authorization", "Basic " + base64.b64encode(b"me:p@ss").decode()) in headers(value)
    assert value.url == "http://h/x"
    assert "p@ss" in value.secrets
    assert "in the URL" in value.notes[0]


def test_credentials_in_the_url_give_way_to_the_auth_tab() -> None:
    value = prepared(Request(url="http://me:pass@h/x", auth=Auth("bearer", {"token": "t"})))
    assert [header.value for header in value.headers if header.name == "Authorization"] == ["Bearer t"]
    assert "were not used" in value.notes[0]


def test_settings_are_settled() -> None:
    request = Request(url="h", settings=Settings(timeout=1500.0, follow_redirects="inherit"))
    inner = folder("Inner", settings=Settings(follow_redirects=False, timeout=9.0))
    outer = folder("Outer", settings=Settings(follow_redirects=True, verify_tls=False, max_redirects=2.0, encode_url="inherit"))
    settings = prepared(request, inner, outer).settings
    assert (settings.timeout_s, settings.follow_redirects, settings.verify_tls, settings.max_redirects, settings.encode_url) == (
        1.5,
        False,
        False,
        2,
        True,
    )


@pytest.mark.parametrize("value", ["soon", "nan", "inf", float("inf"), True])
def test_a_setting_that_is_no_number_counts_as_not_set(value: str | float | bool) -> None:
    settings = prepared(Request(url="h", settings=Settings(timeout=value, max_redirects=value))).settings
    assert (settings.timeout_s, settings.max_redirects) == (None, 5)


def test_F05_an_unchecked_certificate_is_said() -> None:
    assert "not checked" in prepared(Request(url="https://h", settings=Settings(verify_tls=False))).notes[0]
    assert prepared(Request(url="http://h", settings=Settings(verify_tls=False))).notes == ()


def test_a_timeout_of_zero_is_none_and_silence_takes_the_fallback() -> None:
    fallbacks = SendSettings(timeout_s=9.0)
    assert prepared(Request(url="h", settings=Settings(timeout=0.0)), fallbacks=fallbacks).settings.timeout_s is None
    assert prepared(Request(url="h"), fallbacks=fallbacks).settings.timeout_s == 9.0


@pytest.mark.parametrize(
    ("request_", "kind", "words"),
    [
        (Request(method="", url="h"), "method", "no method"),
        (Request(method="GE T", url="h"), "method", "a space"),
        (Request(method="GÉT", url="h"), "method", "“É”"),
        (Request(method="GET\r\nX: 1", url="h"), "method", "line break"),
        (Request(url="h", headers=(Row("A B", "1"),)), "header", "Character 2 is a space"),
        (Request(url="h", headers=(Row("A:", "1"),)), "header", "Character 2 is a colon"),
        (Request(url="h", headers=(Row("É", "1"),)), "header", "Character 1 is “É”"),
        (Request(url="h", headers=(Row("", "1"),)), "header", "no name"),
        (Request(url="h", headers=(Row("A", "1\r\nB: 2"),)), "header", "Character 2 is a line break"),
        (Request(url="h", headers=(Row("A", "a\0"),)), "header", "Character 2 is a NUL byte"),
        (Request(url="h", headers=(Row("A", "\ud800"),)), "header", "lone surrogate"),
        (Request(url="h", auth=Auth("bearer", {"token": "a\nb"})), "header", "Authorization"),
        (Request(url="h", auth=Auth("apikey", {"key": "a b", "value": "1"})), "header", "a space"),
        (Request(url="h", body=RawBody("json", '"\ud800"')), "body", "half of a character"),
        (Request(url="h", body=GraphQLBody("{a}", "nope")), "body", "not JSON"),
    ],
)
def test_D01_D02_D05_D14_what_cannot_be_sent_is_refused_with_its_place(request_: Request, kind: str, words: str) -> None:
    with pytest.raises(SendingError) as raised:
        prepared(request_)
    error = raised.value.as_error()
    assert (error.kind, error.phase) == (kind, "prepare")
    assert words in f"{error.title} {error.reason}"
    assert error.hint


def test_D03_blanks_around_a_value_are_trimmed_with_a_note() -> None:
    value = prepared(Request(url="h", headers=(Row("X", " a b\t"),)))
    assert ("X", "a b") in headers(value)
    assert "Blanks around the value of X" in value.notes[0]


def test_D02_a_value_beyond_ascii_is_sent_as_utf8_with_a_note() -> None:
    value = prepared(Request(url="h", headers=(Row("X", "好"),)))
    assert "sent as UTF-8" in value.notes[0]


AS_IS = SendSettings(as_is=True)
ODD = [
    ((Row("Content-Length", "x"),), "header:Content-Length", "Content-Length says x, but the body has 3 bytes"),
    ((Row("Content-Length", "4"),), "header:Content-Length", "Content-Length says 4, but the body has 3 bytes"),
    ((Row("Content-Length", "3"), Row("content-length", "3")), "header:Content-Length", "There are 2 Content-Length headers"),
    (
        (Row("Content-Length", "3"), Row("Transfer-Encoding", "chunked")),
        "header:Content-Length",
        "Content-Length and Transfer-Encoding stand together",
    ),
    ((Row("Transfer-Encoding", "gzip"),), "header:Transfer-Encoding", "Transfer-Encoding says gzip"),
    ((Row("Host", "a"), Row("host", "b")), "header:host", "There are 2 Host headers"),
]


@pytest.mark.parametrize(("rows", "field", "title"), ODD)
def test_D04_D05_framing_that_contradicts_itself_is_refused_or_sent_as_is(rows: tuple[Row, ...], field: str, title: str) -> None:
    request = Request(method="POST", url="h", headers=rows, body=RawBody("text", "abc"))
    with pytest.raises(SendingError, match=title) as failure:
        prepared(request)
    assert (failure.value.field, failure.value.kind) == (field, "header")
    assert "Send as is" in failure.value.hint
    value = prepared(request, fallbacks=AS_IS)
    assert any(note.startswith(title + "; it was sent as typed.") for note in value.notes)
    assert [(header.name, header.value) for header in value.headers if header.origin == "request"] == [
        (row.name, row.value) for row in rows
    ]


def test_D05_a_request_without_host_goes_out_only_as_is() -> None:
    omit = SendSettings(omit=("host", "user-agent"))
    with pytest.raises(SendingError, match="no Host header") as failure:
        prepared(Request(url="h"), fallbacks=omit)
    assert failure.value.field == "header:Host"
    value = prepared(Request(url="h"), fallbacks=replace(omit, as_is=True))
    assert [header.name for header in value.headers] == ["Accept", "Accept-Encoding"]


def test_headers_left_out_never_touch_what_is_typed() -> None:
    left_out = SendSettings(omit=("accept", "content-type", "authorization", "x"))
    request = Request(method="POST", url="h", headers=(Row("X", "1"),), body=RawBody("json", "1"), auth=Auth("bearer", {"token": "t"}))
    assert [header.name for header in prepared(request, fallbacks=left_out).headers] == [
        "Host",
        "User-Agent",
        "Accept-Encoding",
        "X",
        "Content-Length",
    ]


def test_what_is_added_says_why() -> None:
    request = Request(method="POST", url="h", body=RawBody("json", "1"))
    value = prepared(request, folder("Pets", headers=(Row("X", "1"),), auth=Auth("bearer", {"token": "t"})))
    assert {header.name: header.reason for header in value.headers} == {
        "Host": "from the URL",
        "User-Agent": "names the program and its version",
        "Accept": "any kind of content is welcome",
        "Accept-Encoding": "what Curlew can unpack",
        "X": "inherited from Pets",
        "Authorization": "from Auth: Bearer token, inherited from Pets",
        "Content-Type": "from the body: JSON",
        "Content-Length": "from the body: JSON",
    }


def test_an_unknown_body_is_not_sent_and_said() -> None:
    value = prepared(Request(method="POST", url="h", body=UnknownBody("msgpack", {})))
    assert value.payload is None
    assert "msgpack" in value.notes[0]


@pytest.mark.parametrize(("method", "sent"), [("GET", False), ("DELETE", False), ("POST", True), ("PUT", True)])
def test_an_empty_editor_is_no_body_where_none_is_expected(method: str, sent: bool) -> None:
    value = prepared(Request(method=method, url="h", body=RawBody("json", "")))
    assert ("Content-Length", "0") in headers(value) or not sent
    assert any(header.name == "Content-Type" for header in value.headers) == sent


def test_secret_headers_are_marked() -> None:
    value = prepared(Request(url="h", headers=(Row("X-A", "{{token}}"), Row("Cookie", "a=1"), Row("X-Plain", "1"))))
    assert [header.secret for header in value.headers[4:]] == [True, True, False]
