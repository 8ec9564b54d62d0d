"""Cookie jars on disk, one for each workspace and environment, joined with the send."""

from __future__ import annotations

import json
import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest

from curlew.engine.cookies import JarAccess
from curlew.engine.session import Change, Session
from curlew.errors import UsageError
from curlew.model.cookies_jar import Jar
from curlew.model.cookies_rules import LONGEST_LIFE_S, Cookie
from curlew.model.exchange import CookieNote
from curlew.model.inherit import Surroundings
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.tree import ROOT
from curlew.model.variables import Environment
from curlew.storage.cookies import JarFile, jar_path, read_jar, write_jar
from helpers.rawserver import OK, raw_server
from helpers.workspaces import a_session

NOW = time.time()
LASTING = Cookie("sid", "1", "shop.example", "/", expires=float(int(NOW + 5000)))
SETS = b"HTTP/1.1 200 OK\r\nSet-Cookie: sid=1; Max-Age=600\r\nSet-Cookie: bad=1; Domain=com\r\nContent-Length: 2\r\n\r\nok"


def files(home: Path) -> list[Path]:
    return sorted((home / "state" / "cookies").rglob("*.json"))


async def settle(session: Session) -> None:
    """Wait until what was queued for the disk is done."""
    await session._desk.disk.run(lambda: None)


# --- on disk ---


async def test_cookies_outlast_the_program_in_a_private_file_and_session_cookies_do_not(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        kept = await session.cookies.put("", LASTING)
        await session.cookies.put("", replace(LASTING, name="session", expires=None))
        assert len(await session.cookies.all("")) == 2
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "session" not in [cookie["name"] for cookie in json.loads(file.read_text())["cookies"]]
    async with a_session(tmp_path) as session:
        assert await session.cookies.all("") == (kept,)


def test_bytes_that_are_no_text_outlast_it_too(tmp_path: Path) -> None:
    cookie = replace(LASTING, value=b"\xff\xfe".decode("utf-8", "surrogateescape"))
    path = jar_path(tmp_path, tmp_path / "w", "Dev")
    write_jar(path, JarFile("Dev", (cookie,)))
    assert read_jar(path, []) == JarFile("Dev", (cookie,))


def test_a_broken_file_is_set_aside_and_a_broken_cookie_left_out(tmp_path: Path) -> None:
    path, problems = jar_path(tmp_path, tmp_path / "w", ""), []
    write_jar(path, JarFile("", (LASTING, replace(LASTING, name="b"))))
    data = json.loads(path.read_text())
    data["cookies"] += [7, {"name": "x"}, {**data["cookies"][0], "expires": "soon"}]
    path.write_text(json.dumps(data))
    assert [cookie.name for cookie in read_jar(path, problems).cookies] == ["sid", "b"]
    assert "3 cookies" in problems[0]
    path.write_text('{"cookies": [')
    assert read_jar(path, problems) == JarFile()
    assert "broken" in problems[1]
    assert not path.exists()


def test_a_crash_while_writing_leaves_the_former_jar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = jar_path(tmp_path, tmp_path / "w", "")
    write_jar(path, JarFile("", (LASTING,)))

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("curlew.storage.jsonfile.os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_jar(path, JarFile("", ()))
    assert read_jar(path, []).cookies == (LASTING,)


def test_an_empty_jar_makes_no_file(tmp_path: Path) -> None:
    path = jar_path(tmp_path, tmp_path / "w", "")
    write_jar(path, JarFile())
    assert not path.exists()


def test_E19_names_of_jars_do_not_meet(tmp_path: Path) -> None:
    places = [(tmp_path / w, e) for w in ("a", "b", "A b", "a/b") for e in ("", "Dev", "dev", "Dev!", "…", "no environment")]
    assert len({jar_path(tmp_path, *place) for place in places}) == len(places)


# --- E19: which jar ---


async def test_E19_each_environment_and_workspace_has_its_own_jar(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        await session.cookies.put("Dev", LASTING)
        assert await session.cookies.all("") == await session.cookies.all("Prod") == ()
        assert await session.cookies.environments() == ("", "Dev")
        other = tmp_path / "other"
        other.mkdir()
        (other / "workspace.yml").write_text("info:\n  name: Other\n")
        await session.open_workspace(other)
        assert await session.cookies.all("Dev") == ()


async def test_E19_a_send_uses_the_jar_of_its_environment(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session, raw_server([SETS, OK, OK]) as server:
        await session.add_environment(ROOT, Environment("Dev"))
        await session.add_environment(ROOT, Environment("Prod"))
        for name in ("Dev", "Prod", "Dev"):
            session.set_active_environment(ROOT, name)
            assert session.cookies.environment_of(None) == name
            await session.send(Request(url=server.url))
        heads = [b"Cookie: sid=1" in request for request in server.requests]
        assert heads == [False, False, True]


async def test_E19_environments_of_one_name_in_two_collections_are_two(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session, raw_server([SETS, OK, OK, OK]) as server:
        owners = [await session.add_collection(name) for name in ("Shop", "Bank")]
        items = [await session.add_request(owner, Request("A", url=server.url)) for owner in owners]
        for owner in (*owners, ROOT):
            await session.add_environment(owner, Environment("Local"))
            session.set_active_environment(owner, "Local")
        jars = [session.cookies.environment_of(item) for item in (*items, None)]
        assert len(set(jars)) == 3
        assert [session.cookies.title_of(jar) for jar in (*jars, "")] == ["Shop / Local", "Bank / Local", "Local", "No environment"]
        for item in (*items, None, items[0]):
            await session.send(Request(url=server.url), item)
        assert [b"Cookie: sid=1" in request for request in server.requests] == [False, False, False, True]
        assert set(await session.cookies.environments()) == {"", *jars}
        await session.rename(owners[0], "Shop, renamed")
        file = session.environments(owners[0])[0]
        await session.save_environment(owners[0], file, Environment("Dev"))
        assert [cookie.name for cookie in await session.cookies.all(session.cookies.environment_of(items[0]))] == ["sid"]


async def test_E19_cookies_follow_an_environment_that_is_renamed(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        file = await session.add_environment(ROOT, Environment("Dev"))
        kept = await session.cookies.put("Dev", LASTING)
        await session.save_environment(ROOT, file, Environment("Test"))
        assert await session.cookies.all("Dev") == ()
        assert await session.cookies.all("Test") == (kept,)
        assert await session.cookies.environments() == ("", "Test")


async def test_a_send_says_what_the_jar_did_and_announces_it(tmp_path: Path) -> None:
    changes: list[Change] = []
    async with a_session(tmp_path) as session, raw_server([SETS]) as server:
        session.changed.listen(lambda change, _source: changes.append(change))
        exchange = await session.send(Request(url=server.url))
        assert [(note.name, note.outcome) for note in exchange.hops[0].cookies] == [("sid", "stored"), ("bad", "refused")]
        assert "cookies" in [change.kind for change in changes]
        await settle(session)
        assert len(files(tmp_path)) == 1


async def test_E17_a_cookie_that_is_no_text_breaks_no_later_request(tmp_path: Path) -> None:
    poison = b"HTTP/1.1 200 OK\r\nSet-Cookie: sid=na\xefve\xff\r\nSet-Cookie: ok=\xc3\xa9\r\nContent-Length: 2\r\n\r\nok"
    async with a_session(tmp_path) as session, raw_server(poison) as server:
        await session.send(Request(url=server.url))
        exchange = await session.send(Request(url=server.url))
        assert exchange.error is None
        assert b"Cookie: sid=na\xefve\xff; ok=\xc3\xa9\r\n" in server.requests[1]


async def test_a_typed_cookie_counts_more_than_the_jars_of_its_name(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session, raw_server(OK) as server:
        for name in ("sid", "other"):
            await session.cookies.put("", replace(LASTING, name=name, domain="127.0.0.1"))
        await session.send(Request(url=server.url, headers=(Row("Cookie", "sid=typed"),)))
        assert b"Cookie: sid=typed; other=1\r\n" in server.requests[0]


async def test_E10_no_cookie_and_no_password_of_a_url_is_in_the_history_even_if_the_page_echoes_it(tmp_path: Path) -> None:
    echo = (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: new=canary-new-2; Max-Age=60\r\nContent-Length: 40\r\n\r\nyou are canary-sid-1, soon canary-new-2."
    )
    async with a_session(tmp_path) as session, raw_server(echo) as server:
        for name, value in (("sid", "canary-sid-1"), ("theme", "dark")):
            await session.cookies.put("", replace(LASTING, name=name, value=value, domain="127.0.0.1", expires=None))
        exchange = await session.send(Request(url=server.url.replace("//", "//user:canary-pw-3@") + "/dark"))
        assert b"sid=canary-sid-1; theme=dark" in server.requests[0]
        assert exchange.request is not None
        assert "canary-pw-3" not in exchange.request.url
    kept = b"".join(path.read_bytes() for path in (tmp_path / "state" / "history").rglob("*") if path.is_file())
    assert b"/dark" in kept
    assert b"canary" not in kept


@pytest.mark.parametrize(("key", "sent", "stored"), [("sendCookies", False, True), ("storeCookies", True, False)])
async def test_a_request_can_send_none_or_store_none(tmp_path: Path, key: str, sent: bool, stored: bool) -> None:
    async with a_session(tmp_path) as session, raw_server([SETS]) as server:
        await session.cookies.put("", replace(LASTING, name="old", domain="127.0.0.1"))
        exchange = await session.send(Request(url=server.url, settings=Settings(own={key: False})))
        assert (b"Cookie: old=1" in server.requests[0]) == sent
        assert ("sid" in [cookie.name for cookie in await session.cookies.all("")]) == stored
        assert bool(exchange.hops[0].cookies) == stored


async def test_a_cookie_header_that_is_left_out_stays_out(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session, raw_server(OK) as server:
        await session.cookies.put("", replace(LASTING, domain="127.0.0.1"))
        await session.send(Request(url=server.url, settings=Settings(own={"omitHeaders": ("Cookie",)})))
        assert b"Cookie" not in server.requests[0]


# --- off ---


async def test_E19_a_jar_that_is_off_sends_and_stores_nothing_and_stays_off(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session, raw_server([SETS]) as server:
        await session.cookies.put("", replace(LASTING, domain="127.0.0.1"))
        await session.cookies.set_off("", True)
        exchange = await session.send(Request(url=server.url))
        assert b"Cookie:" not in server.requests[0]
        assert {note.reason for note in exchange.hops[0].cookies} == {"The cookie jar is switched off."}
        assert [cookie.value for cookie in await session.cookies.all("")] == ["1"]
    async with a_session(tmp_path) as session:
        assert await session.cookies.is_off("")
        await session.cookies.set_off("", False)
        assert (await session.cookies.access(Surroundings())).header("http://127.0.0.1/") == "sid=1"


# --- by hand ---


async def test_E19_cookies_are_cleared_and_brought_back(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        kept = await session.cookies.put("", LASTING)
        gone = await session.cookies.remove("", [kept.key, ("x", "/", "y", True)])
        assert (gone, await session.cookies.all("")) == ((kept,), ())
        await session.cookies.restore("", gone)
        assert await session.cookies.all("") == (kept,)


@pytest.mark.parametrize(
    ("typed", "kept"), [(".Shop.EXAMPLE", "shop.example"), ("münchen.de", "xn--mnchen-3ya.de"), ("[::1]", "::1"), ("::1", "::1")]
)
async def test_a_typed_domain_is_kept_as_requests_name_it(tmp_path: Path, typed: str, kept: str) -> None:
    async with a_session(tmp_path) as session:
        assert (await session.cookies.put("", replace(LASTING, domain=typed))).domain == kept


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"domain": "https://shop.example/"}, "host name only"),
        ({"domain": "shop.example/x"}, "host name only"),
        ({"domain": "shop.example:443"}, "host name only"),
        ({"domain": "two words"}, "space"),
        ({"domain": ""}, "no domain"),
        ({"domain": "co.uk", "host_only": False}, "public suffix"),
        ({"value": "x" * 5000}, "4096"),
    ],
)
async def test_what_cannot_be_kept_says_why(tmp_path: Path, changed: dict[str, object], why: str) -> None:
    async with a_session(tmp_path) as session:
        with pytest.raises(UsageError) as told:
            await session.cookies.put("", replace(LASTING, **changed))  # type: ignore[arg-type]
        assert why in told.value.reason
        assert await session.cookies.all("") == ()


async def test_nothing_lives_longer_than_400_days(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        kept = await session.cookies.put("", replace(LASTING, expires=NOW + 10 * LONGEST_LIFE_S))
        assert kept.expires is not None
        assert kept.expires <= time.time() + LONGEST_LIFE_S


async def test_cookies_of_a_file_keep_to_the_rules(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        refused = await session.cookies.admit("", [LASTING, replace(LASTING, domain="com", host_only=False)])
        assert [cookie.domain for cookie, _why in refused] == ["com"]
        assert len(await session.cookies.all("")) == 1


async def test_many_sends_at_once_write_the_last_state(tmp_path: Path) -> None:
    async with a_session(tmp_path) as session:
        access = await session.cookies.access(Surroundings())
        for n in range(100):
            access.take("http://h.example/", ((b"Set-Cookie", b"n%d=1; Max-Age=600" % n),))
        await settle(session)
        (file,) = files(tmp_path)
        assert len(read_jar(file, []).cookies) == 100


def test_a_jar_without_session_is_what_the_command_line_has() -> None:
    access = JarAccess(Jar(), clock=lambda: NOW)
    assert access.take("http://h.example/", ((b"X", b"y"), (b"sEt-cOOkie", b"a=1"))) == (CookieNote("a", "stored", "", "h.example", "/"),)
    assert access.header("http://h.example/") == "a=1"
