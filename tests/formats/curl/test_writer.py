"""Requests as curl commands."""

import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curlew.engine.send import SendJob, preview
from curlew.formats.curl import parse_curl, to_curl
from curlew.formats.curl.quoting import quoted
from curlew.model.auth import INHERIT, Auth
from curlew.model.body import FileBody, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.inherit import Above, Surroundings, scope_for
from curlew.model.request import Defaults, Request, Settings
from curlew.model.rows import FileChoice, Param, Part, Row
from curlew.model.variables import Variable

NASTY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(
        st.one_of(NASTY, st.sampled_from(["'; rm -rf /", "$(id)", "`id`", "\x1b[31m", "a\nb", "!!", "\r", "-n", "\\", '"', "~"])),
        max_size=6,
    )
)
def test_H16_a_shell_gives_the_words_back(words: list[str]) -> None:
    script = 'printf "%s\\0" ' + " ".join(quoted(word) for word in words) if words else ":"
    shell = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert shell.stdout.decode().split("\0")[:-1] == words


@given(NASTY)
def test_H16_no_control_character_can_act_on_a_terminal(word: str) -> None:
    assert not any(ord(character) < 32 and character not in "\t\n" for character in quoted(word))


ALONE = Surroundings()


def command(request: Request, around: Surroundings = ALONE, **more: object) -> list[str]:
    name, *arguments, last = shlex.split(to_curl(request, around, **more).replace(" \\\n  ", " "))  # type: ignore[arg-type]
    assert (name, last) == ("curl", "--compressed")
    return arguments


@pytest.mark.parametrize(
    ("request_", "arguments"),
    [
        (Request(url="http://h/a b"), ["http://h/a%20b", "--location"]),
        (Request(url="http://h", method="HEAD"), ["--head", "http://h", "--location"]),
        (Request(url="http://h", method="POST"), ["-X", "POST", "http://h", "--location"]),
        (Request(url="http://h/:id/x", params=(Param("id", "a/b", kind="path"),)), ["http://h/a%2Fb/x", "--location"]),
        (Request(url="http://h/{x}"), ["--globoff", "http://h/{x}", "--location"]),
        (Request(url="h", headers=(Row("A", "b"), Row("C", ""), Row("D", "e", False))), ["h", "-H", "A: b", "-H", "C;", "--location"]),
        (Request(url="h", auth=Auth("basic", {"username": "a", "password": "b"})), ["h", "-u", "a:b", "--location"]),
        (Request(url="h", auth=Auth("digest", {"username": "a", "password": "b"})), ["h", "--digest", "-u", "a:b", "--location"]),
        (Request(url="h", auth=Auth("bearer", {"token": "t"})), ["h", "-H", "Authorization: Bearer t", "--location"]),
        (Request(url="h", auth=Auth("apikey", {"key": "K", "value": "v", "placement": "header"})), ["h", "-H", "K: v", "--location"]),
        (Request(url="h?a=1#f", auth=Auth("apikey", {"key": "K", "value": "v w", "placement": "query"})), ["h?a=1&K=v+w#f", "--location"]),
        (
            Request(url="h", method="POST", body=FormBody((Row("a", "b c"), Row("x", "y", False)))),
            ["h", "--data-raw", "a=b+c", "--location"],
        ),
        (
            Request(url="h", settings=Settings(timeout=1500, follow_redirects=False, verify_tls=False)),
            ["h", "--max-time", "1.5", "--insecure"],
        ),
    ],
)
def test_arguments(request_: Request, arguments: list[str]) -> None:
    assert command(request_) == arguments


@pytest.mark.parametrize(
    ("own", "arguments"),
    [
        ({"httpVersion": "1.1"}, ["--http1.1"]),
        ({"httpVersion": "2"}, ["--http2-prior-knowledge"]),
        ({"ipVersion": "6"}, ["-6"]),
        ({"minTls": "1.3"}, ["--tlsv1.3"]),
        ({"resolve": ("a:1:127.0.0.1", "b:2:::1")}, ["--resolve", "a:1:127.0.0.1", "--resolve", "b:2:::1"]),
        ({"unixSocket": "/run/x"}, ["--unix-socket", "/run/x"]),
        ({"caFiles": ("ca.pem",)}, ["--cacert", "ca.pem"]),
        ({"connectTimeout": 2500}, ["--connect-timeout", "2.5"]),
        ({"proxy": "socks5://p:1"}, ["-x", "socks5://p:1"]),
        ({"proxy": "http://me:s3cret@p:1"}, ["-x", "http://p:1", "--proxy-user", "me"]),
        ({"proxy": "http://me:{{pass}}@p:1"}, ["-x", "http://p:1", "--proxy-user", "me:{{pass}}"]),
        ({"proxy": "none"}, ["--noproxy", "*"]),
        ({"proxyBypass": ("a", ".b")}, ["--noproxy", "a,.b"]),
        ({"keepMethod": True}, ["--post301", "--post302", "--post303"]),
        ({"omitHeaders": ("User-Agent",)}, ["-H", "User-Agent:"]),
    ],
)
def test_how_to_send_is_written_and_read_back(own: dict[str, object], arguments: list[str]) -> None:
    request = Request(url="http://h/", settings=Settings(own=own))
    assert command(request) == ["http://h/", "--location", *arguments]
    if "s3cret" not in str(own):
        assert parse_curl(to_curl(request)).request.settings.own == own


def test_http_2_with_tls_is_agreed_upon() -> None:
    assert "--http2" in command(Request(url="https://h/", settings=Settings(own={"httpVersion": "2"})))


def test_settings_from_above_are_written_too() -> None:
    above = Above("collection", "API", 1, Defaults(settings=Settings(own={"ipVersion": "4"})))
    assert "-4" in command(Request(url="h"), Surroundings((above,)))


def test_aws_signing_and_netrc_are_written() -> None:
    keys = {"accessKeyId": "AK", "secretAccessKey": "{{secret}}", "service": "s3", "region": "eu-west-1"}
    assert command(Request(url="h", auth=Auth("awsv4", keys))) == [
        *("h", "--aws-sigv4", "aws:amz:eu-west-1:s3", "-u", "AK:{{secret}}", "--location"),
    ]
    assert command(Request(url="h", auth=Auth("netrc"))) == ["h", "--netrc", "--location"]


def test_a_client_certificate_is_named_without_its_password() -> None:
    entry = {"domain": "h", "type": "pem", "certificateFilePath": "me.pem", "privateKeyFilePath": "me.key", "passphrase": "s3cret"}
    above = Above("collection", "API", 1, Defaults(), {"clientCertificates": [entry]})
    written = command(Request(url="https://h/"), Surroundings((above,)))
    assert written == ["https://h/", "--location", "--cert", "me.pem", "--key", "me.key"]
    assert "--cert" not in command(Request(url="https://other/"), Surroundings((above,)))


def test_parts_of_a_form() -> None:
    parts = (
        Part("a", "text", ("@x;y",)),
        Part("j", "text", ('{"q": "\\"}',), "application/json"),
        Part("f", "file", ('my "file";1.txt', "b.txt"), "text/plain"),
        Part("off", "text", ("no",), enabled=False),
    )
    arguments = command(Request(url="h", method="POST", body=MultipartBody(parts)), folder=Path("/c"))
    assert arguments[1:-1] == [
        "--form-string", "a=@x;y",
        "-F", 'j="{\\"q\\": \\"\\\\\\"}";type=application/json',
        "-F", 'f=@"/c/my \\"file\\";1.txt";type=text/plain',
        "-F", 'f=@"/c/b.txt";type=text/plain',
    ]  # fmt: skip


def test_a_file_named_as_standard_input() -> None:
    assert "@./-" in command(Request(url="h", method="POST", body=FileBody((FileChoice("-", "a/b"),))))


def test_what_is_inherited_is_written_too() -> None:
    given_above = Defaults(headers=(Row("X-All", "1"), Row("x-own", "no")), auth=Auth("bearer", {"token": "{{t}}"}))
    around = Surroundings((Above("collection", "C", None, given_above),))
    arguments = command(Request(url="h", auth=INHERIT, headers=(Row("X-Own", "2"),)), around)
    assert arguments == ["h", "-H", "Authorization: Bearer {{t}}", "-H", "X-All: 1", "-H", "X-Own: 2", "--location"]


def test_variables_stay_as_typed_or_are_filled_in() -> None:
    variables = (Variable("base", "http://h"), Variable("key", "", secret=True))
    request = Request(url="{{base}}/x", headers=(Row("K", "{{key}}"),), variables=variables)
    scope = scope_for(request, Surroundings(), lambda _layer, _name: None)
    assert command(request) == ["--globoff", "{{base}}/x", "-H", "K: {{key}}", "--location"]
    assert command(request, expand=lambda text: scope.expand(text).text) == ["http://h/x", "-H", "K: {{key}}", "--location"]


QUERIES = st.sampled_from(["", "?a=1&b=%20", "?q=x'y", "?x=[1]", "?é=ü"])
TOKEN = st.text("abcXYZ-_019", min_size=1, max_size=8)
VALUE = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=12)
TEXT = st.text(st.characters(exclude_characters="\0{", exclude_categories=["Cs"]), max_size=30)
BODIES = st.one_of(
    st.none(),
    st.builds(RawBody, st.sampled_from(["json", "text", "xml"]), TEXT),
    st.builds(lambda rows: FormBody(tuple(rows)), st.lists(st.builds(Row, TOKEN, TEXT), min_size=1, max_size=3)),
    st.builds(lambda path: FileBody((FileChoice(f"dir/{path}", "text/x-y"),)), TOKEN),
    st.builds(lambda query: GraphQLBody("{ " + query + " }", '{"a": 1}'), TOKEN),
)
REQUESTS = st.builds(
    Request,
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"]),
    url=st.builds("http://h{}{}".format, st.lists(TOKEN, max_size=2).map(lambda parts: "".join(f"/{part}" for part in parts)), QUERIES),
    headers=st.lists(st.builds(Row, TOKEN.map(lambda name: "X-" + name), VALUE.map(str.strip)), max_size=3).map(tuple),
    body=BODIES,
    auth=st.sampled_from([None, Auth("basic", {"username": "a", "password": "p:'w"}), Auth("bearer", {"token": "t"})]),
)  # fmt: skip


def wire(request: Request) -> tuple[object, ...]:
    prepared = preview(SendJob(request))
    parts = prepared.payload.parts if prepared.payload else ()
    body = b"".join(part if isinstance(part, bytes) else f"@{part.path}".encode() for part in parts)
    return prepared.method, prepared.target, sorted((header.name.lower(), header.value) for header in prepared.headers), body


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(REQUESTS)
def test_there_and_back_sends_the_same(request: Request) -> None:
    sent, again = wire(request), wire(parse_curl(to_curl(request)).request)
    if isinstance(request.body, GraphQLBody):
        sent, again = sent[:2], again[:2]  # the blanks between the JSON's parts differ
    assert again == sent
