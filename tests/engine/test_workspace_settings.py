"""A workspace gives settings to all its collections; the window and the command line find them in its file."""

from __future__ import annotations

import time
from dataclasses import replace

from curlew.engine import workspace_settings
from curlew.engine.fresh import FRESH_S
from curlew.engine.send import preview
from curlew.engine.session import Session
from curlew.engine.standalone import find_place
from curlew.model.exchange import Certificate
from curlew.model.prepared import Proxy, SendSettings
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.tree import ROOT
from curlew.storage.workspace import WORKSPACE_FILE
from helpers.workspaces import a_profile, a_session, on_disk


async def test_what_the_workspace_says_counts_for_its_requests_and_can_be_undone(tmp_path):
    async with a_session(tmp_path / "home") as session:
        collection = await session.add_collection("Store")
        item = await session.add_request(collection, Request("A", url="http://a.test"))
        said = Settings(timeout=1500, own={"sendCookies": False})
        changes = []
        session.changed.listen(lambda change, _source: changes.append(change.kind))
        await session.save_workspace_settings(said)
        assert "settings" in changes
        assert await session.workspace_settings() == said
        around = await session.surroundings(item)
        assert around.workspace_gives is not None
        assert around.workspace_gives.item_id == ROOT
        job = await session._sending.job(Request("A", url="http://a.test"), item)
        settings = preview(job).settings
        assert (settings.timeout_s, settings.send_cookies) == (1.5, False)
        place = find_place(session.tree[item].path.parent)
        assert place.gives is not None
        assert place.gives.defaults.settings == said
        await session.undo()
        assert await session.workspace_settings() == Settings()
        assert (await session.surroundings(item)).workspace_gives is None


async def test_the_programs_settings_count_last_and_its_passwords_stand_in_no_file(tmp_path):
    session = Session(a_profile(tmp_path))
    await session.open_workspace(None)
    store = session.settings
    for name, value in (("proxy", "manual"), ("proxy_url", "px:3128"), ("proxy_user", "me@x"), ("proxy_bypass", "a.test, .b")):
        store.set(f"send.{name}", value)
    store.set("send.max_body_mb", 0)
    store.set("send.certificates", '[{"domain": "*.c", "type": "pkcs12", "pkcs12FilePath": "/me.p12"}]')
    session.secrets.set("program", "proxy.password", "p/w-canary")
    session.secrets.set("program", "certificate:/me.p12", "open-canary")
    settings = (await session._sending.job(Request("A", url="http://a.test"), None)).options.fallbacks
    assert settings.proxy is not None
    assert (settings.proxy.url, settings.proxy.bypass) == ("http://me%40x:p%2Fw-canary@px:3128", ("a.test", ".b"))
    assert settings.max_body is None
    assert settings.client_certificates[0].passphrase == "open-canary"
    await session.close()
    assert not any(b"canary" in data for data in on_disk(tmp_path).values())


async def test_requests_without_a_file_see_what_the_workspace_says_after_a_change(tmp_path, monkeypatch):
    async with a_session(tmp_path / "home") as session:
        assert (await session.surroundings(None)).workspace_gives is None
        await session.save_workspace_settings(Settings(timeout=1500))
        given = (await session.surroundings(None)).workspace_gives
        assert given is not None
        assert given.defaults.settings.timeout == 1500
        file = session.folder / WORKSPACE_FILE
        file.write_text(file.read_text(encoding="utf-8").replace("1500", "25000"), encoding="utf-8")
        later = time.monotonic() + FRESH_S
        monkeypatch.setattr(time, "monotonic", lambda: later)
        given = (await session.surroundings(None)).workspace_gives
        assert given is not None
        assert given.defaults.settings.timeout == 25000


async def test_sends_in_quick_succession_look_at_the_workspace_once(tmp_path, monkeypatch):
    looks = []
    monkeypatch.setattr(workspace_settings.WorkspaceSettings, "above", lambda _self, folder: looks.append(folder))
    async with a_session(tmp_path / "home") as session:
        for _n in range(10):
            await session.surroundings(None)
        assert len(looks) == 1


async def test_what_a_collection_gives_counts_at_once_after_a_change_here_and_from_outside(tmp_path):
    async with a_session(tmp_path / "home") as session:
        collection = await session.add_collection("Store")
        item = await session.add_request(collection, Request("A"))
        assert (await session.surroundings(item)).above[0].defaults.headers == ()
        file = await session.load(collection)
        given = replace(file.value, defaults=replace(file.value.defaults, headers=(Row("X-One", "1"),)))
        await session.save(collection, given, file.hash)
        assert (await session.surroundings(item)).above[0].defaults.headers == (Row("X-One", "1"),)
        path = session.tree[collection].path / "opencollection.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("X-One", "X-Two"), encoding="utf-8")
        assert (await session.surroundings(item)).above[0].defaults.headers == (Row("X-Two", "1"),)


async def test_a_change_of_the_programs_settings_counts_for_the_next_send(tmp_path):
    session = Session(a_profile(tmp_path))
    await session.open_workspace(None)

    async def settled() -> SendSettings:
        return (await session._sending.job(Request("A", url="http://a.test"), None)).options.fallbacks

    before = await settled()
    assert await settled() is before
    session.settings.set("send.max_redirects", 17)
    assert (await settled()).max_redirects == 17
    session.trusted.trust("a.test", 443, Certificate("me", "me", fingerprint="ab" * 32))
    assert (await settled()).pinned == ("a.test:443=" + "ab" * 32,)
    session.settings.set("send.proxy", "manual")
    session.settings.set("send.proxy_url", "me@px:3128")
    session.settings.set("send.proxy_url", "px:3128")
    session.settings.set("send.proxy_user", "me")
    assert (await settled()).proxy == Proxy("http://me:@px:3128", (), "from the settings of Curlew")
    session.secrets.set("program", "proxy.password", "pw-canary")
    changed = (await settled()).proxy
    assert changed is not None
    assert changed.url == "http://me:pw-canary@px:3128"
    await session.close()
