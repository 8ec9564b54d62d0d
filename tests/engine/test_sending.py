import asyncio
from dataclasses import replace

import pytest

from curlew.model.auth import Auth
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.preview.buffer import IN_MEMORY, Gathering
from helpers.echo import running_echo
from helpers.rawserver import raw_server
from helpers.workspaces import a_collection, a_session, by_name, on_disk, write_tree

FOLDER = "info:\n  name: Pets\n  type: folder\n\nrequest:\n  headers:\n    - name: X-Folder\n      value: yes-{{who}}\n"
REQUEST = "info:\n  name: List\n  type: http\n  seq: 1\n\nhttp:\n  method: POST\n  url: '{{base}}/anything?k={{key}}'\n  auth: inherit\n"
ENVIRONMENT = "name: dev\nvariables:\n  - name: who\n    value: me\n  - secret: true\n    name: key\n"
COLLECTION = "\nrequest:\n  auth:\n    type: bearer\n    token: '{{key}}'\n"
CANARY = "hunter2-canary/+é"


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


async def opened(session, tmp_path, echo):
    folder = a_collection(tmp_path / "api", "API", pets={"folder.yml": FOLDER, "list.yml": REQUEST})
    write_tree(folder, {"environments": {"dev.yml": ENVIRONMENT}})
    with (folder / "opencollection.yml").open("a") as file:
        file.write(COLLECTION)
    owner = await session.open_path(folder)
    session.set_runtime_value("base", echo.base)
    session.set_active_environment(owner, "dev")
    return folder, owner


async def test_what_stands_above_a_request_surrounds_it(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path, echo)
        around = await session.surroundings(by_name(session, "List"))
        assert [(above.kind, above.name) for above in around.above] == [("folder", "Pets"), ("collection", "API")]
        assert around.environment.name == "dev"
        assert around.above[1].defaults.auth.kind == "bearer"
        (folder / "pets" / "folder.yml").write_text(FOLDER.replace("yes-", "no-"))
        assert (await session.surroundings(by_name(session, "List"))).above[0].defaults.headers[0].value == "no-{{who}}"
        assert [above.name for above in (await session.surroundings(by_name(session, "Pets"))).above] == ["API"]
        assert (await session.surroundings(owner)).above == ()


async def test_I05_a_send_is_in_the_history_without_its_secrets(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        _, owner = await opened(session, tmp_path, echo)
        session.set_secret_value(owner, "dev", "key", CANARY)
        item = by_name(session, "List")
        request = (await session.load(item)).value
        request = replace(request, headers=(Row("Cookie", "sid=typed-cookie-canary"), Row("X-Plain", CANARY[:-1])))
        heard = []
        session.changed.listen(lambda change, _source: heard.append(change.kind))
        exchange = await session.send(request, item)
        assert exchange.response.status == 200
        assert b"yes-me" in exchange.response.body.read()
        assert "history" in heard
        (entry,) = session.history.entries
        assert (entry.method, entry.status, entry.name, entry.collection, entry.environment) == ("POST", 200, "List", "API", "dev")
        record = await asyncio.wrap_future(session.history.fetch(entry.id))
        assert record.exchange.response.status == 200
        assert "name: List" in record.request_text
    from urllib.parse import quote

    kept = on_disk(tmp_path / "home")
    for canary in (CANARY, quote(CANARY, safe=""), "typed-cookie-canary"):
        assert [name for name, data in kept.items() if canary.encode() in data] == [], canary


async def test_typed_credentials_are_masked_in_the_history(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        request = Request("Scratch", url=f"{echo.base}/get", auth=Auth("basic", {"username": "ada", "password": "typed-canary"}))
        assert (await session.send(request)).response.status == 200
        strange = replace(request, auth=Auth("oauth2", {"clientSecret": "typed-canary", "more": {"accessToken": "typed-canary"}}))
        await session.send(strange)
        record = await asyncio.wrap_future(session.history.fetch(session.history.entries[1].id))
        assert "ada" in record.request_text
        assert session.history.entries[1].path == ""
    assert not any(b"typed-canary" in data for data in on_disk(tmp_path / "home").values())


async def test_a_failed_send_is_in_the_history_with_its_reason(tmp_path):
    async with a_session(tmp_path / "home") as session:
        exchange = await session.send(Request("Nobody", url="http://127.0.0.1:9/"))
        (entry,) = session.history.entries
        assert exchange.error is not None
        assert (entry.error, entry.status, entry.url) == (exchange.error.kind, None, "http://127.0.0.1:9/")


async def test_a_file_outside_the_collection_is_sent_only_if_it_was_picked_here(tmp_path, echo):
    from curlew.model.body import FileBody
    from curlew.model.rows import FileChoice

    (tmp_path / "outside.txt").write_text("data")
    async with a_session(tmp_path / "home") as session:
        await opened(session, tmp_path, echo)
        item = by_name(session, "List")
        body = FileBody((FileChoice(str(tmp_path / "outside.txt")),))
        request = Request("Up", method="PUT", url="{{base}}/put", body=body, auth=None)
        assert (await session.send(request, item)).error.kind == "file"
        session.allow_file(tmp_path / "outside.txt")
        assert (await session.send(request, item)).response.status == 200
    async with a_session(tmp_path / "home") as session:
        session.set_runtime_value("base", echo.base)
        assert (await session.send(request, by_name(session, "List"))).response.status == 200


async def test_settings_count_where_nothing_else_says_so(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        session.settings.set("send.follow_redirects", False)
        request = Request("R", url=f"{echo.base}/redirect/2")
        assert (await session.send(request)).response.status == 302
        session.settings.set("send.follow_redirects", True)
        assert (await session.send(request)).response.status == 200


async def test_a_send_that_is_cancelled_at_once_is_an_exchange_too(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        for steps in range(6):
            events: list[object] = []
            task = asyncio.get_running_loop().create_task(session.send(Request("R", url=f"{echo.base}/delay/5"), None, events.append))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            if steps:
                assert task.result().error.kind == "cancelled"
                assert events[-1].exchange is task.result()


async def test_the_bodies_of_a_run_end_with_it(tmp_path):
    async with a_session(tmp_path) as session, raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 2000000) as server:
        exchange = await session.send(Request(url=server.url))
        assert exchange.response.body.path.is_file()
    assert not exchange.response.body.path.exists()
    assert not [name for name in on_disk(tmp_path) if "spool" in name]


async def test_what_is_made_of_a_large_body_is_kept_with_the_bodies(tmp_path):
    async with a_session(tmp_path) as session:
        await session.warm_up()
        made = Gathering()
        made.add(b"x" * (IN_MEMORY + 1))
        assert [name for name in on_disk(tmp_path) if "spool" in name] == ["state/spool/"]  # a file without a name
