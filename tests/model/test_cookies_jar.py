"""Section E of the catalogue: what a jar stores, sends and throws out (RFC 6265bis)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.model.cookies_checks import RefusedError
from curlew.model.cookies_dates import parse_cookie_date
from curlew.model.cookies_jar import Jar
from curlew.model.cookies_rules import IN_ALL, LONGEST_LIFE_S, PER_HOST, Cookie, is_address, place_of
from curlew.model.exchange import CookieNote
from curlew.model.public_suffix import SuffixRules

NOW = 1_790_000_000.0
RULES = SuffixRules.parse("com\nuk\nco.uk\nio\ngithub.io\nexample\n")


def a_jar(*headers: str | bytes, url: str = "https://a.shop.example/p/q?x") -> Jar:
    jar = Jar(suffixes=lambda: RULES)
    for header in headers:
        note = put(jar, header, url)
        assert note.outcome in ("stored", "replaced", "removed"), note
    return jar


def put(jar: Jar, header: str | bytes, url: str = "https://a.shop.example/p/q", now: float = NOW) -> CookieNote:
    return jar.store(header if isinstance(header, bytes) else header.encode(), url, now)


def sent(jar: Jar, url: str, now: float = NOW + 1) -> str:
    return jar.header(url, now)


# --- where a cookie goes ---


def test_a_cookie_without_domain_is_for_its_host_only() -> None:
    jar = a_jar("sid=1; Path=/")
    assert sent(jar, "https://a.shop.example/") == "sid=1"
    assert not sent(jar, "https://b.a.shop.example/")
    assert not sent(jar, "https://shop.example/")


def test_a_cookie_with_domain_is_for_all_below() -> None:
    jar = a_jar("sid=1; Path=/; Domain=.SHOP.example")
    assert sent(jar, "https://shop.example/") == sent(jar, "https://x.y.shop.example/") == "sid=1"
    assert not sent(jar, "https://othershop.example/")


def test_E13_ports_are_not_told_apart() -> None:
    assert sent(a_jar("sid=1; Path=/"), "https://A.shop.example:8443/") == "sid=1"


@pytest.mark.parametrize(
    ("url", "path", "goes"),
    [
        ("https://h.com/a/b", None, {"/a": True, "/a/x": True, "/ab": False, "/": False}),
        ("https://h.com/a", None, {"/": True, "/x": True}),
        ("https://h.com", None, {"/": True}),
        ("https://h.com/a/b", "/a/b/", {"/a/b": False, "/a/b/": True, "/a/b/c": True, "/a/bc": False}),
        ("https://h.com/a/b", "nonsense", {"/a/": True, "/": False}),
    ],
)
def test_paths(url: str, path: str | None, goes: dict[str, bool]) -> None:
    jar = a_jar("n=1" if path is None else f"n=1; Path={path}", url=url)
    assert {target: bool(sent(jar, f"https://h.com{target}?q=/a/b/")) for target in goes} == goes


def test_longer_paths_go_first_then_the_older() -> None:
    jar = a_jar("old=1; Path=/", "new=2; Path=/", "deep=3; Path=/p", "old=4; Path=/")
    assert sent(jar, "https://a.shop.example/p/") == "deep=3; old=4; new=2"


@pytest.mark.parametrize("host", ["10.0.0.1", "[2001:db8::1]"])
def test_an_address_keeps_its_cookies_to_itself(host: str) -> None:
    jar = a_jar("n=1; Path=/", url=f"https://{host}:8/")
    assert sent(jar, f"https://{host}/") == "n=1"
    assert not sent(jar, "https://0.0.1/")
    assert put(jar, "n=1; Domain=0.0.1", f"https://{host}/").outcome == "refused"
    assert put(jar, f"m=1; Domain={host.strip('[]')}", f"https://{host}/").outcome == "stored"


@pytest.mark.parametrize("host", ["127.0.0.1", "255.255.255.255", "0.0.0.0", "::1", "fe80::1%eth0"])
def test_what_is_an_address(host: str) -> None:
    assert is_address(host)


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3", "1.2.3.4.5", "1.2.3.4.", "a1", "4", "", "x.1.2.3.4", "1..2.3"])
def test_what_is_no_address(host: str) -> None:
    assert not is_address(host)


# --- E11 to E18 ---


@pytest.mark.parametrize("domain", [".co.uk", "co.uk", "uk", "com", "github.io", "GITHUB.IO", "invented"])
def test_E11_no_cookie_for_a_public_suffix(domain: str) -> None:
    jar = Jar(suffixes=lambda: RULES)
    note = put(jar, f"evil=1; Domain={domain}", f"https://evil.{domain.strip('.').lower()}/")
    assert note.outcome == "refused"
    assert "different people" in note.reason
    assert not len(jar)


def test_E11_a_public_suffix_may_have_a_cookie_for_itself() -> None:
    jar = a_jar("n=1; Domain=github.io; Path=/", url="https://github.io/")
    assert sent(jar, "https://github.io/") == "n=1"
    assert not sent(jar, "https://bank.github.io/")


@pytest.mark.parametrize("domain", ["other.example", "b.a.shop.example", "ashop.example", "a.shop.example.", "münchen.example", "a,b"])
def test_a_cookie_for_somebody_else_is_refused(domain: str) -> None:
    note = put(a_jar(), f"n=1; Domain={domain}")
    assert note.outcome == "refused"
    assert "5.7" in note.reason


def test_E12_secure_cookies_travel_encrypted_only() -> None:
    jar = a_jar("sid=1; Secure; Path=/")
    assert sent(jar, "https://a.shop.example/") == "sid=1"
    assert not sent(jar, "http://a.shop.example/")
    assert "without encryption" in put(a_jar(), "sid=1; Secure", "http://a.shop.example/").reason


@pytest.mark.parametrize("header", ["sid=2; Path=/", "sid=2; Path=/p/deeper", "sid=2; Path=/; Domain=shop.example"])
def test_E12_http_leaves_secure_cookies_alone(header: str) -> None:
    jar = a_jar("sid=1; Secure; Path=/")
    note = put(jar, header, "http://a.shop.example/p/")
    assert note.outcome == "refused"
    assert "Secure cookie of that name" in note.reason
    assert sent(jar, "https://a.shop.example/") == "sid=1"


def test_E12_http_may_set_beside_a_secure_cookie() -> None:
    jar = a_jar("sid=1; Secure; Path=/login")
    assert put(jar, "sid=2; Path=/", "http://a.shop.example/").outcome == "stored"
    assert put(jar, "other=2; Path=/login", "http://a.shop.example/").outcome == "stored"


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("__Secure-a=1", "__Secure-"),
        ("__secure-a=1", "__Secure-"),
        ("__Host-a=1; Secure", "Path=/"),
        ("__HOST-a=1; Secure; Path=/p", "Path=/"),
        ("__Host-a=1; Secure; Path=/; Domain=shop.example", "no Domain"),
        ("__Host-a=1; Path=/", "be Secure"),
        ("=__Host-a=1; Secure; Path=/", "no name"),
        ("=__secure-a; Secure", "no name"),
        ("a=1; SameSite=None", "SameSite=None"),
    ],
)
def test_E14_prefixes_and_same_site_are_enforced(header: str, why: str) -> None:
    note = put(a_jar(), header)
    assert note.outcome == "refused"
    assert why in note.reason
    assert "RFC 6265bis" in note.reason


def test_E14_what_keeps_to_the_rules_is_stored_and_same_site_kept() -> None:
    jar = a_jar("__Host-a=1; Secure; Path=/", "__Secure-b=2; Secure", "c=3; SameSite=lAx", "d=4; Secure; SameSite=none", "e=5; SameSite=x")
    assert {cookie.name: cookie.same_site for cookie in jar} == {"__Host-a": "", "__Secure-b": "", "c": "Lax", "d": "None", "e": ""}


@pytest.mark.parametrize("host", ["localhost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
def test_E15_this_machine_counts_as_secure(host: str) -> None:
    jar = Jar(suffixes=lambda: RULES)
    note = put(jar, "sid=1; Secure; Path=/", f"http://{host}:8080/")
    assert note.outcome == "stored"
    assert "this machine" in note.reason
    assert sent(jar, f"http://{host}:9090/x") == "sid=1"
    assert place_of(f"http://{host}/").is_secure
    assert not place_of("http://127.0.0.1.evil.example/").is_secure


def test_E16_a_cookie_for_the_domain_localhost_is_sent() -> None:
    jar = a_jar("sid=1; Domain=localhost; Path=/", url="http://localhost:3000/")
    assert sent(jar, "http://localhost:3000/") == "sid=1"


@pytest.mark.parametrize("value", ["naïve".encode(), "naïve".encode("latin-1"), b"\xff\xfe", "春节".encode(), b"\xc3"])
def test_E17_bytes_go_back_as_they_came(value: bytes) -> None:
    jar = a_jar(b"sid=" + value + b"; Path=/")
    assert sent(jar, "https://a.shop.example/").encode("utf-8", "surrogateescape") == b"sid=" + value


@pytest.mark.parametrize(
    ("header", "goes"),
    [
        ('a="quo;ted"; Path=/', 'a="quo'),
        ("=1; Path=/", "1"),
        ("a; Path=/", "a"),
        (" a b = c d ; Path=/", "a b=c d"),
        ("a\t=\tb; Path=/", "a=b"),
        ("a=; Path=/", "a="),
        ("a=b=c; Path=/", "a=b=c"),
    ],
)
def test_E18_odd_cookies_are_kept_as_the_rules_say(header: str, goes: str) -> None:
    assert sent(a_jar(header), "https://a.shop.example/") == goes


@pytest.mark.parametrize(
    "header",
    [
        "a=\x01",
        "a\x00b=1",
        "a=1\x7f",
        "\x1f=1",
        "a=1; Path=/\x01",
        "a=1; x\x7f",
        "a=1; Ma\nx-Age=9",
        "",
        ";",
        " ; Path=/",
        "=",
        f"a={'x' * 4096}",
        f"{'n' * 2048}={'ü' * 1025}",
    ],
)
def test_E18_what_is_refused(header: str) -> None:
    note = put(a_jar(), header)
    assert note.outcome == "refused"
    assert note.reason


def test_E18_the_longest_cookie_and_an_attribute_that_is_too_long() -> None:
    jar = a_jar(f"a={'x' * 4095}; Path=/{'p' * 1024}; Max-Age=60; Domain={'d' * 1025}")
    cookie = next(iter(jar))
    assert (cookie.path, cookie.host_only, cookie.expires) == ("/p", True, NOW + 60)


def test_E18_ten_thousand_cookies_leave_180_of_a_host_and_the_secure_and_used_ones_last() -> None:
    jar = a_jar("keep=1; Secure; Path=/", "used=1; Path=/used")
    for n in range(10_000):
        if n % 100 == 0:
            sent(jar, "https://a.shop.example/used", NOW + n)
        put(jar, f"n{n}={n}; Path=/other", now=NOW + n)
    names = [cookie.name for cookie in jar]
    assert len(names) == PER_HOST
    assert {"keep", "used", "n9999"} <= set(names)
    assert "n0" not in names


def test_E18_all_hosts_together_have_3000() -> None:
    jar = Jar(suffixes=lambda: RULES)
    for n in range(IN_ALL + 50):
        put(jar, "n=1", f"https://h{n}.com/", NOW + n)
    assert len(jar) == IN_ALL
    assert not sent(jar, "https://h0.com/")
    assert sent(jar, f"https://h{IN_ALL + 49}.com/")


def test_E18_what_is_over_goes_before_what_is_not() -> None:
    jar = a_jar("over=1; Max-Age=1", url="https://z.com/")
    for n in range(PER_HOST - 1):
        put(jar, f"n{n}=1", "https://z.com/", NOW - 100 + n)
    put(jar, "one more=1", "https://z.com/", NOW + 10)
    assert "over" not in {cookie.name for cookie in jar}
    assert len(jar) == PER_HOST


# --- how long a cookie lives ---


@pytest.mark.parametrize(
    ("attributes", "ends"),
    [
        ("", None),
        ("; Max-Age=60", NOW + 60),
        ("; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NOW + 60),
        ("; Max-Age=x", None),
        ("; Max-Age=", None),
        ("; Max-Age=+5", None),
        ("; Max-Age=1e3", None),
        ("; Max-Age=5; Max-Age=x", NOW + 5),
        (f"; Max-Age={'9' * 40}", NOW + LONGEST_LIFE_S),
        ("; Expires=Fri, 31 Dec 9999 23:59:59 GMT", NOW + LONGEST_LIFE_S),
        ("; Expires=nonsense", None),
        ("; Expires=Sun, 01 Nov 2026 00:00:00 GMT", 1793491200.0),
    ],
)
def test_when_a_cookie_ends(attributes: str, ends: float | None) -> None:
    assert next(iter(a_jar("a=1" + attributes))).expires == ends


@pytest.mark.parametrize("attributes", ["Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_server_removes_a_cookie(attributes: str) -> None:
    jar = a_jar("a=1")
    note = put(jar, f"a=; {attributes}")
    assert (note.outcome, len(jar)) == ("removed", 0)
    assert put(jar, f"a=; {attributes}").outcome == "removed"


def test_what_is_over_is_not_sent_but_shown() -> None:
    jar = a_jar("a=1; Max-Age=5; Path=/")
    assert sent(jar, "https://a.shop.example/", NOW + 4.9) == "a=1"
    assert not sent(jar, "https://a.shop.example/", NOW + 5)
    assert len(list(jar)) == 1


def test_a_note_says_what_became_of_it() -> None:
    jar = a_jar()
    assert put(jar, "a=1; Path=/x") == CookieNote("a", "stored", "", "a.shop.example", "/x")
    assert put(jar, "a=2; Path=/x").outcome == "replaced"
    assert put(jar, b"\xe9=2").name == "é"


def test_no_value_stands_in_a_note() -> None:
    jar = a_jar("sid=first-canary; Secure; Path=/")
    notes = [
        put(jar, header, url)
        for header in (
            "sid=canary",
            "a=canary; Secure",
            "__Host-x=canary",
            "b=canary; Domain=co.uk",
            "c=canary; SameSite=None",
            "d=canary\x01",
        )
        for url in ("http://a.shop.example/", "https://a.shop.example/")
    ]
    assert len([note for note in notes if note.outcome == "refused"]) > 6
    assert "canary" not in repr(notes)


# --- by hand ---


GOOD = Cookie("n", "v", "shop.example")


def test_a_typed_cookie_is_stored_and_replaces_what_it_was() -> None:
    jar = a_jar()
    jar.put(GOOD, NOW)
    jar.put(replace(GOOD, name="m"), NOW, GOOD.key)
    assert [cookie.name for cookie in jar] == ["m"]
    assert jar.remove(replace(GOOD, name="m").key) is not None
    assert not len(jar)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "", "value": ""}, "neither a name nor a value"),
        ({"domain": ""}, "no domain"),
        ({"name": "a=b"}, "semicolon"),
        ({"value": "a;b"}, "semicolon"),
        ({"value": "a\nb"}, "control character"),
        ({"value": "\ud800"}, "half of a character"),
        ({"path": "/\udfff"}, "half of a character"),
        ({"value": "v" * 5000}, "4096"),
        ({"path": "x"}, "begins with /"),
        ({"name": "__Host-x"}, "__Host-"),
        ({"same_site": "None"}, "SameSite=None"),
        ({"domain": "co.uk", "host_only": False}, "public suffix"),
        ({"domain": "10.0.0.1", "host_only": False}, "sub-domains"),
    ],
)
def test_a_typed_cookie_that_breaks_a_rule_is_refused_by_its_name(changed: dict[str, object], why: str) -> None:
    jar = a_jar()
    with pytest.raises(RefusedError, match=why):
        jar.put(replace(GOOD, **changed), NOW)  # type: ignore[arg-type]
    assert not len(jar)


def test_clearing_takes_out_what_is_meant() -> None:
    jar = a_jar("a=1", "b=2; Max-Age=60")
    assert [cookie.name for cookie in jar.clear(lambda cookie: cookie.expires is None)] == ["a"]
    assert [cookie.name for cookie in jar] == ["b"]


# --- anything at all ---


@given(st.binary(max_size=200), st.sampled_from(["http://a.b.com/x/y", "https://localhost/", "http://[::1]:1/", "nonsense"]))
def test_E17_E18_whatever_a_server_sets_a_later_request_goes_out(header: bytes, url: str) -> None:
    jar = Jar(suffixes=lambda: RULES)
    note = put(jar, header, url)
    assert note.outcome in ("stored", "removed", "refused")
    for target in (url, "http://a.b.com/"):
        line = sent(jar, target).encode("utf-8", "surrogateescape")
        assert not set(line) & {*range(9), *range(10, 32), 127}


@given(st.text(max_size=60))
def test_any_date_is_a_time_or_none(text: str) -> None:
    parse_cookie_date(text)
