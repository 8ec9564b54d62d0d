"""A workspace gives settings to all its collections; the window and the command line find them in its file."""

from __future__ import annotations

from curlew.engine.send import preview
from curlew.engine.session import Session
from curlew.engine.standalone import find_place
from curlew.model.request import Request, Settings
from curlew.model.tree import ROOT
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
