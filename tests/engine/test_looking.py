"""Looking at a request before it is sent: marks on rows, the URL's outcome, added headers."""

import pytest

from curlew.engine.looking import Look, cookies_for, look_at
from curlew.model.auth import Auth
from curlew.model.body import RawBody
from curlew.model.inherit import Surroundings, scope_for
from curlew.model.prepared import SendSettings
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.variables import Variable


def look(request: Request) -> Look:
    around = Surroundings()
    return look_at(request, around, scope_for(request, around), SendSettings())


def marks(*rows: Row, as_is: bool = False, body: str = "") -> list[tuple[int, str, str, bool]]:
    settings = Settings(own={"asIs": True} if as_is else {})
    request = Request(method="POST", url="http://h/", headers=rows, body=RawBody("text", body), settings=settings)
    return [(mark.row, mark.place, mark.level, mark.as_is) for mark in look(request).marks]


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        (Row("X-Good", "1"), None),
        (Row("Bad Name", "1"), ("name", "err", True)),
        (Row("", "1"), ("name", "err", True)),
        (Row("X-A", "a\r\nb"), ("value", "err", True)),
        (Row("X-A", "\ud800"), ("value", "err", False)),
        (Row("X-A", " a"), ("value", "warn", True)),
        (Row("X-A ", "a"), ("name", "warn", True)),
        (Row("X-A", "é"), ("value", "note", False)),
        (Row("Bad Name", "1", enabled=False), None),
    ],
)
def test_D01_D02_D03_a_row_is_marked_before_it_is_sent(row: Row, mark: tuple[str, str, bool] | None) -> None:
    assert marks(row) == ([] if mark is None else [(0, *mark)])


@pytest.mark.parametrize(
    ("auth", "name"),
    [(Auth("bearer", {"token": "a\ud800"}), "Authorization"), (Auth("apikey", {"key": "X-K", "value": "\udc00\ud800"}), "X-K")],
)
def test_half_a_character_in_a_field_of_the_auth_is_a_problem_and_shown_as_such(auth: Auth, name: str) -> None:
    found = look(Request(url="http://h/", auth=auth))
    assert next(header.value for header in found.headers if header.name == name).encode()
    assert found.problems


def test_D04_a_wrong_length_is_marked_on_its_row() -> None:
    assert marks(Row("X-A", "1"), Row("Content-Length", "3"), body="twelve bytes") == [(1, "value", "warn", True)]
    assert marks(Row("Content-Length", "12"), body="twelve bytes") == []


def test_D05_two_of_a_header_with_one_value_are_marked() -> None:
    found = marks(Row("Content-Type", "a/b"), Row("content-type", "c/d"), Row("Accept", "x/y"), Row("Accept", "z/z"))
    assert found == [(0, "name", "warn", False), (1, "name", "warn", False), (2, "name", "note", False), (3, "name", "note", False)]


def test_with_send_as_is_nothing_is_refused() -> None:
    assert marks(Row("Bad Name", "1"), as_is=True) == [(0, "name", "warn", False)]


def test_a_secret_is_in_no_mark() -> None:
    request = Request(url="http://h/", headers=(Row("", "{{key}}"),), variables=(Variable("key", "s3cret"),))
    assert all("s3cret" not in mark.text for mark in look(request).marks)


@pytest.mark.parametrize(
    ("url", "sent", "host"),
    [
        ("http://h/a?b=c", "", ""),
        ("http://h", "", ""),
        ("http://h/a#part", "", ""),
        ("h:8080/a", "http://h:8080/a", ""),
        ("  http://h/ ", "http://h/", ""),
        ("http://h/a b", "http://h/a%20b", ""),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ],
)
def test_D07_D11_the_url_is_shown_as_it_goes_out(url: str, sent: str, host: str) -> None:
    found = look(Request(url=url)).url
    assert (found.sent, found.host, found.problem) == (sent, host, None)


def test_D09_without_encoding_a_url_goes_out_as_typed() -> None:
    found = look(Request(url="http://h/../{a}|b/%zz", settings=Settings(encode_url=False))).url
    assert (found.sent, found.target, found.problem) == ("", "/../{a}|b/%zz", None)


def test_I04_a_secret_is_masked_in_the_url_that_goes_out() -> None:
    class OneSecret:
        def __call__(self, _layer: object, name: str) -> str | None:
            return "s3cret value" if name == "key" else None

    request = Request(url="h/?k={{key}}", variables=(Variable("key", secret=True),))
    around = Surroundings()
    found = look_at(request, around, scope_for(request, around, OneSecret()), SendSettings()).url
    assert found.sent.startswith("http://h/?k=")
    assert "s3cret" not in found.sent


def test_D10_an_odd_address_is_explained() -> None:
    assert any("127.0.0.1" in note for note in look(Request(url="http://2130706433/")).url.notes)


def test_D08_an_unset_variable_in_the_host_is_named() -> None:
    problem = look(Request(url="http://{{host}}/")).url.problem
    assert problem is not None
    assert problem.title == "Variable host is not set"


def test_what_is_left_out_is_shown_as_such() -> None:
    found = look(Request(url="http://h/", settings=Settings(own={"omitHeaders": ("User-Agent",)})))
    assert {header.name: header.origin for header in found.headers}["User-Agent"] == "omitted"
    assert found.omit == ("user-agent",)


def test_the_jar_is_asked_for_the_url_that_is_sent() -> None:
    class Jar:
        def header(self, url: str) -> str:
            return f"asked={url}"

        def take(self, url: str, headers: object) -> tuple[()]:
            return ()

    request = Request(url="{{base}}/:id", variables=(Variable("base", "h"),))
    assert cookies_for(request, scope_for(request, Surroundings()), Jar()).value == "asked=http://h/:id"
    assert cookies_for(Request(url=""), scope_for(request, Surroundings()), Jar()).value == ""


def test_an_empty_line_is_no_problem_yet() -> None:
    assert look(Request()).url.problem is None
