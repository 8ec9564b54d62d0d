"""From curl's options to a request."""

import builtins
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.errors import CurlewError, UsageError
from curlew.formats.curl import from_arguments, parse_curl
from curlew.formats.curl.bodies import form_rows
from curlew.formats.curl.options import _ALL, OTHERS, OTHERS_WITH_ARGUMENT, PLAIN, QUIET, QUIET_WITH_ARGUMENT, SHORT, WITH_ARGUMENT
from curlew.model.auth import Auth
from curlew.model.body import FileBody, FormBody, MultipartBody, RawBody
from curlew.model.request import Request, Settings
from curlew.model.rows import FileChoice, Part, Row

FORM = "application/x-www-form-urlencoded"


def read(text: str) -> Request:
    return parse_curl("curl " + text).request


def notes(text: str) -> str:
    return "\n".join(parse_curl("curl " + text).notes)


@pytest.mark.parametrize(
    ("text", "method", "url"),
    [
        ("h", "GET", "http://h"),
        ("-XPOST h", "POST", "http://h"),
        ("-X get h", "get", "http://h"),
        ("-I h", "HEAD", "http://h"),
        ("-sSLIk h", "HEAD", "http://h"),
        ("-d a h", "POST", "http://h"),
        ("-d a -X PUT h", "PUT", "http://h"),
        ("-F a=b h", "POST", "http://h"),
        ("-T dir/f.txt h/x/", "PUT", "http://h/x/f.txt"),
        ("-T f.txt h", "PUT", "http://h/f.txt"),
        ("-T f.txt h/x?y", "PUT", "http://h/x?y"),
        ("-G -d a=1 -d b=2 h", "GET", "http://h/?a=1&b=2"),
        ("-G -d a=1 'h/x?z=0#f'", "GET", "http://h/x?z=0&a=1#f"),
        ("--url-query a=é --url-query +raw%20 'h/x?'", "GET", "http://h/x?a=%C3%A9&raw%20"),
        ("--url h/p", "GET", "http://h/p"),
        ("-- -h", "GET", "http://-h"),
        ("'{{base}}/x' -d a", "POST", "{{base}}/x"),
        ("'h/\\[1\\]'", "GET", "http://h/[1]"),
        ("-g 'h/\\[1\\]'", "GET", "http://h/\\[1\\]"),
        ("FTP://h/x", "GET", "FTP://h/x"),
        ("h/a/./b/../c?x=/../y", "GET", "http://h/a/c?x=/../y"),
        ("h/../a/..", "GET", "http://h/"),
        ("h/a.b/...", "GET", "http://h/a.b/..."),
        ("--path-as-is h/a/../b", "GET", "http://h/a/../b"),
    ],
)
def test_method_and_address(text: str, method: str, url: str) -> None:
    request = read(text)
    assert (request.method, request.url) == (method, url)


@pytest.mark.parametrize(
    ("text", "body", "content_type"),
    [
        ("-d a=1 -d b=2", FormBody((Row("a", "1"), Row("b", "2"))), None),
        ("-d 'a=x%26y+z'", FormBody((Row("a", "x&y z"),)), None),
        ("-d 'a=%7B%7Bx%7D%7D'", RawBody("text", "a=%7B%7Bx%7D%7D"), FORM),
        ("-d 'a=x y'", RawBody("text", "a=x y"), FORM),
        ("-d ''", RawBody("text", ""), FORM),
        ("-d '{\"a\": 1}'", RawBody("json", '{"a": 1}'), FORM),
        ("-d '{\"a\": 1}' -H 'content-type: application/json'", RawBody("json", '{"a": 1}'), "application/json"),
        ("-d '<a/>' -H 'Content-Type: text/xml'", RawBody("xml", "<a/>"), "text/xml"),
        ("-d 'x' -H 'Content-Type: text/csv'", RawBody("text", "x"), "text/csv"),
        ("-d 'x' -H 'Content-Type: application/problem+json'", RawBody("json", "x"), "application/problem+json"),
        ("--json '{\"a\":1}' --json '2'", RawBody("json", '{"a":1}2'), "application/json"),
        ("--data-raw @x", RawBody("text", "@x"), FORM),
        ("--data-binary @f.bin", FileBody((FileChoice("f.bin", FORM),)), None),
        ("--data-binary @f.bin -H 'Content-Type: a/b'", FileBody((FileChoice("f.bin"),)), "a/b"),
        ("-d @f -d b", RawBody("text", "@f&b"), FORM),
        ("--data-urlencode 'a=x y&z' --data-urlencode '=q r' --data-urlencode 's t'", RawBody("text", "a=x+y%26z&q+r&s+t"), FORM),
        ("--data-urlencode 'a={{b}} c'", FormBody((Row("a", "{{b}} c"),)), None),
        ("-T f", FileBody((FileChoice("f"),)), None),
        ("-F a=1", MultipartBody((Part("a", "text", ("1",)),)), None),
        ("-F 'f=@x.txt;type=text/plain'", MultipartBody((Part("f", "file", ("x.txt",), "text/plain", as_list=True),)), None),
        ("-F 'f=@\"a,b;c.txt\",d.txt'", MultipartBody((Part("f", "file", ("a,b;c.txt", "d.txt"), as_list=True),)), None),
        ("-F 'j={\"a\": 1};type=application/json'", MultipartBody((Part("j", "text", ('{"a": 1}',), "application/json"),)), None),
        ("-F 'j=\"a;\\\"b\";type=text/plain;charset=x'", MultipartBody((Part("j", "text", ('a;"b',), "text/plain;charset=x"),)), None),
        ("-F 'j= a;b'", MultipartBody((Part("j", "text", ("a",)),)), None),
        ("-F 'j=\"a\"b'", MultipartBody((Part("j", "text", ("a",)),)), None),
        ("--form-string 'a=@b;type=x'", MultipartBody((Part("a", "text", ("@b;type=x",)),)), None),
        ("-F a=1 -H 'Content-Type: multipart/form-data; boundary=x'", MultipartBody((Part("a", "text", ("1",)),)), None),
    ],
)  # fmt: skip
def test_bodies(text: str, body: object, content_type: str | None) -> None:
    request = read("h " + text)
    assert request.body == body
    assert next((row.value for row in request.headers if row.name.lower() == "content-type"), None) == content_type


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("-H 'A: b' -H 'a:c'", [("A", "b"), ("a", "c")]),
        ("-H 'X;'", [("X", "")]),
        ("-H 'x-y :z'", [("x-y", "z")]),
        ("-A me -e 'http://r;auto' -r 0-9", [("User-Agent", "me"), ("Referer", "http://r"), ("Range", "bytes=0-9")]),
        ("-b a=1 -b 'b=2; c=3'", [("Cookie", "a=1; b=2; c=3")]),
        ("-H 'Cookie: x=y' -b a=1", [("Cookie", "x=y")]),
        ("--json 1", [("Accept", "application/json"), ("Content-Type", "application/json")]),
        ("--json 1 -H 'Accept: */*' -H 'Content-Type: a/b'", [("Accept", "*/*"), ("Content-Type", "a/b")]),
        ("-H 'Expect:'", []),
        ("-H 'Content-Type:' -d x", []),
        ("-H 'content-type:' -H accept: --json 1", []),
    ],
)
def test_headers(text: str, headers: list[tuple[str, str]]) -> None:
    assert [(row.name, row.value) for row in read("h " + text).headers] == headers


@pytest.mark.parametrize(
    ("text", "auth"),
    [
        ("h", None),
        ("-u a:b:c h", Auth("basic", {"username": "a", "password": "b:c"})),
        ("-u a h", Auth("basic", {"username": "a", "password": ""})),
        ("--digest -u a:b h", Auth("digest", {"username": "a", "password": "b"})),
        ("--ntlm -u a:b h", Auth("ntlm", {"username": "a", "password": "b"})),
        ("--oauth2-bearer t h", Auth("bearer", {"token": "t"})),
        ("http://a:p%40@h/x", Auth("basic", {"username": "a", "password": "p@"})),
        ("-u a:b -H 'Authorization: X' h", None),
    ],
)
def test_auth(text: str, auth: Auth | None) -> None:
    assert read(text).auth == auth


def test_settings() -> None:
    assert read("h -L -k -m 1.5 --max-redirs 3").settings == Settings(
        timeout=1500, follow_redirects=True, max_redirects=3, verify_tls=False
    )
    assert read("h --location-trusted").settings == Settings(follow_redirects=True, forward_authorization=True)
    assert read("h -L --no-location").settings == Settings()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("h --http1.1", {"httpVersion": "1.1"}),
        ("h --http2", {"httpVersion": "auto"}),
        ("h --http2-prior-knowledge", {"httpVersion": "2"}),
        ("h -4", {"ipVersion": "4"}),
        ("h --ipv6", {"ipVersion": "6"}),
        ("h --tlsv1.3", {"minTls": "1.3"}),
        ("h --resolve a:1:::1 --resolve +b:2:127.0.0.1", {"resolve": ("a:1:::1", "b:2:127.0.0.1")}),
        ("h --unix-socket /run/x.sock", {"unixSocket": "/run/x.sock"}),
        ("h --cacert certs/ca.pem", {"caFiles": ("certs/ca.pem",)}),
        ("h --connect-timeout 2.5", {"connectTimeout": 2500}),
        ("h -x proxy:3128", {"proxy": "http://proxy:3128"}),
        ("h -x proxy", {"proxy": "http://proxy:1080"}),
        ("h -x https://proxy", {"proxy": "https://proxy:443"}),
        ("h -x http://p:1 -U 'me:p@ss'", {"proxy": "http://me:p%40ss@p:1"}),
        ("h -x http://p:1 -U 'me:{{pass}}'", {"proxy": "http://me:{{pass}}@p:1"}),
        ("h -x '{{proxy}}'", {"proxy": "http://{{proxy}}"}),
        ("h --socks5-hostname p:9050", {"proxy": "socks5h://p:9050"}),
        ("h -x ''", {"proxy": "none"}),
        ("h -x p:1 --noproxy '*'", {"proxy": "none"}),
        ("h --noproxy a.test,.b.test", {"proxyBypass": ("a.test", ".b.test")}),
        ("h --post301 --post302 --post303", {"keepMethod": True}),
        ("h -H User-Agent: -H Accept:", {"omitHeaders": ("User-Agent", "Accept")}),
        ("h -H Expect:", {}),
        ("h -H Content-Type: -d a=b", {"omitHeaders": ("Content-Type",)}),
    ],
)
def test_how_to_send_becomes_settings(text: str, own: dict[str, object]) -> None:
    assert read(text).settings.own == own


def test_aws_signing_is_read_with_its_session_token() -> None:
    request = read("h --aws-sigv4 aws:amz:eu-west-1:execute-api -u AK:s3cret -H 'X-Amz-Security-Token: t' -H 'A: b'")
    keys = {"accessKeyId": "AK", "secretAccessKey": "s3cret", "sessionToken": "t", "service": "execute-api", "region": "eu-west-1"}
    assert request.auth == Auth("awsv4", keys)
    assert [row.name for row in request.headers] == ["A"]
    assert read("h -n").auth == Auth("netrc", {"optional": True})


def test_a_question_to_the_whole_server_is_read() -> None:
    request = read("https://h/x -X OPTIONS --request-target '*'")
    assert (request.method, request.url) == ("OPTIONS", "https://h*")


def test_a_certificate_s_password_is_told_nobody() -> None:
    assert "s3cret" not in notes("h --cert me.pem:s3cret --pass s3cret --proxy-pass s3cret --tlspassword s3cret -x socks4://u:s3cret@p")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("h -x socks4://u:s3cret@p", "-x socks4://p is not applied"),
        ("h --proxy-pass s3cret", "--proxy-pass is not applied"),
        ("h --resolve nonsense", "--resolve nonsense is not applied"),
        ("h --connect-timeout soon", "no number of seconds"),
        ("h --cert me.pem:s3cret --key me.key", "The client certificate me.pem was not taken over"),
        ("h -c jar.txt", "Curlew keeps cookies in a jar of its own"),
        ("h --post301", "curl would keep it for 301"),
        ("h --request-target /x", "--request-target /x is not applied"),
        ("h --aws-sigv4 osc:x -u a:b", "another provider than AWS"),
        ("h --frobnicate", "--frobnicate is no option of curl"),
        ("h -%", "-% is no option of curl"),
        ("h -X", "-X lacks its value"),
        ("h g", "There are 2 addresses"),
        ("h --next g", "more behind --next"),
        ("h -d @f -d b", "The file f would be read into the body"),
        ("h -d @f", "takes line ends out of the file f"),
        ("h -d @-", "standard input; there is none"),
        ("h -b jar.txt", "cookies in the file jar.txt were not read"),
        ("h -H @h.txt", "headers in the file h.txt were not read"),
        ("h -H nonsense", "“nonsense” is no header"),
        ("h -H 'Host:'", "sent without a Host header"),
        ("h -K conf", "-K conf is not applied"),
        ("h -F a", "“a” is no part of a form"),
        ("h -F 'a=b;filename=c'", "“filename=c” of a form’s part is not applied"),
        ("h -F 'a=<f'", "was not read"),
        ("h -F 'a=b;c'", "only what stands before the semicolon"),
        ("h -H 'Cookie: a' -b b=c", "The Cookie header was taken"),
        ("h -u a", "would ask for the password"),
        ("h -m soon", "no number of seconds"),
        ("h/[1-3]", "several addresses"),
        ("h -d '[1]'", "looks like JSON"),
        ("h -F a=b -d c", "the form was taken"),
        ("h -d c -T f", "the data were taken"),
        ("h --variable a=b --expand-data x", "expands variables of curl"),
    ],
)
def test_what_is_not_taken_over_is_noted(text: str, said: str) -> None:
    assert said in notes(text)


@pytest.mark.parametrize(
    "text", ["h -sSvfi -o x -O -# --compressed -w '%{x}' --retry 3 --http1.1 -N --no-keepalive --sil", "h -X POST -H 'A: b'"]
)
def test_what_changes_nothing_is_not_noted(text: str) -> None:
    assert notes(text) == ""


def test_G22_no_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_more: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    read("-d @/etc/passwd h")
    read(
        "-K /etc/passwd -T /etc/passwd -b /etc/passwd -F a=@/etc/passwd -F 'b=</etc/passwd' -H @/etc/passwd --data-urlencode @/etc/passwd h"
    )
    read("$(cat /etc/passwd) -o /etc/passwd")


@pytest.mark.parametrize("text", ["", "curl", "curl -X POST", "nothing here", "curl --", "curl -d"])
def test_no_command_is_told_in_words(text: str) -> None:
    with pytest.raises(UsageError):
        parse_curl(text)


def test_options_are_in_one_table_each() -> None:
    tables = [set(WITH_ARGUMENT), set(PLAIN), QUIET, QUIET_WITH_ARGUMENT, OTHERS, OTHERS_WITH_ARGUMENT]
    assert sum(map(len, tables)) == len(set().union(*tables))
    assert set(SHORT.values()) <= set(_ALL)


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=4))
def test_form_rows_stand_for_the_same_bytes(pairs: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    from curlew.net.bodies.form import quote

    text = urlencode(pairs, errors="replace")
    rows = form_rows(text)
    if rows is not None:
        assert b"&".join(quote(row.name) + b"=" + quote(row.value) for row in rows).decode() == text


WORDS = st.one_of(
    st.sampled_from(
        [f"--{name}" for name in _ALL] + [f"-{letter}" for letter in SHORT] + ["-XPOST", "@f", "a=b", "h", "http://u:p@h", "{{x}}", "-"]
    ),
    st.text(max_size=8),
)


@given(st.lists(WORDS, max_size=8))
def test_no_arguments_raise_anything_but_words(arguments: list[str]) -> None:
    with suppress(CurlewError):
        assert from_arguments(arguments).request.url
