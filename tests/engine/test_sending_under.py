"""Sending under another environment than the active one: its values, secrets and cookies, and the active one stays."""

from __future__ import annotations

import json

import pytest

from helpers.echo import running_echo
from helpers.workspaces import a_collection, a_session, by_name, write_tree

REQUEST = "info:\n  name: List\n  type: http\n\nhttp:\n  method: GET\n  url: '{{base}}/anything?who={{who}}&key={{key}}'\n"
ENVIRONMENT = "name: {name}\nvariables:\n  - name: who\n    value: {name}-person\n  - secret: true\n    name: key\n"


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


async def test_a_request_is_sent_under_an_environment_that_is_not_active(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        folder = a_collection(tmp_path / "api", "API", **{"list.yml": REQUEST})
        write_tree(folder, {"environments": {f"{name}.yml": ENVIRONMENT.format(name=name) for name in ("dev", "live")}})
        owner = await session.open_path(folder)
        session.set_runtime_value("base", echo.base)
        session.set_active_environment(owner, "dev")
        session.set_secret_value(owner, "dev", "key", "key-of-dev-1")
        session.set_secret_value(owner, "live", "key", "key-of-live-1")
        item = by_name(session, "List")
        request = (await session.load(item)).value
        seen = {}
        for name in (None, "live", ""):
            exchange = await session.send(request, item, environment=name)
            response = exchange.response
            seen[name] = json.loads(response.body.read())["args"] if response is not None else None
        assert seen[None] == {"who": "dev-person", "key": "key-of-dev-1"}
        assert seen["live"] == {"who": "live-person", "key": "key-of-live-1"}
        assert "dev-person" not in json.dumps(seen[""])
        assert session.active_environment(owner) == "dev"
        assert [entry.environment for entry in session.history.entries] == ["", "live", "dev"]
        assert all("key-of-" not in entry.url for entry in session.history.entries)
        assert (await session.surroundings(item, "live")).environment.name == "live"


async def test_without_a_collection_it_is_the_workspace_s_environment(tmp_path, echo):
    async with a_session(tmp_path / "home") as session:
        from curlew.model.request import Request
        from curlew.model.tree import ROOT
        from curlew.model.variables import Environment, Variable

        for name in ("one", "two"):
            await session.add_environment(ROOT, Environment(name, variables=(Variable("who", name),)))
        session.set_active_environment(ROOT, "one")
        request = Request(method="GET", url=f"{echo.base}/anything?who={{{{who}}}}")
        exchange = await session.send(request, environment="two")
        assert json.loads(exchange.response.body.read())["args"] == {"who": "two"}
        assert session.history.entries[0].environment == "two"
