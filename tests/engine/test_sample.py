"""The sample workspace: its files are as Curlew writes them, and every request does what it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew import assets
from curlew.engine.send import Sender, SendJob
from curlew.engine.standalone import find_place, read_request
from curlew.mock.identity import base_url, secure_url
from curlew.model.exchange import Exchange
from curlew.model.inherit import Surroundings
from curlew.model.template import Layer
from curlew.model.variables import Variable
from curlew.storage.opencollection import codec
from helpers.echo import Echo, running_echo

SAMPLE = assets.path("sample")
FILES = sorted(SAMPLE.rglob("*.yml"))
SPECIAL = {"workspace.yml", "opencollection.yml", "folder.yml"}
REQUESTS = [path for path in FILES if path.name not in SPECIAL and path.parent.name != "environments"]
FAILING = {"refused": "refused", "timeout": "timeout", "unknown-host": "dns", "unset": "variable", "unknown-authority": "tls"}
STATUSES = {"teapot": 418, "missing": 404, "denied": 401, "redirect-kept": 307}
SLOW = {"slow", "lines", "events", "drip"}
UNCHECKED = {"http2"}


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with running_echo(tls=True) as server:
        yield server


def written_anew(path: Path, text: str) -> str:
    if path.name == "workspace.yml":
        return codec.render_workspace(codec.parse_workspace(text, path.parent.name), None)
    if path.name == "opencollection.yml":
        return codec.render_collection(codec.parse_collection(text, path.parent.name), None)
    if path.name == "folder.yml":
        return codec.render_folder(codec.parse_folder(text, path.parent.name), None)
    if path.parent.name == "environments":
        return codec.render_environment(codec.parse_environment(text, path.stem), None)
    return codec.render_item(codec.parse_item(text, path.stem), None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SAMPLE)))
def test_files_are_as_curlew_writes_them(path: Path) -> None:
    text = path.read_bytes().decode()
    assert written_anew(path, text) == text


async def send(path: Path, echo: Echo) -> Exchange:
    place = find_place(path.parent)
    values = tuple(Variable(name, value) for name, value in (("base", echo.base), ("secure", echo.secure), ("apiToken", "any")))
    around = Surroundings(place.above, runtime=(Layer("runtime", "test", values),))
    sender = Sender()
    try:
        return await sender.send(SendJob(read_request(path), around, folder=place.collection))
    finally:
        await sender.close()


@pytest.mark.parametrize("path", [path for path in REQUESTS if path.stem not in SLOW], ids=lambda path: str(path.relative_to(SAMPLE)))
async def test_every_request_does_what_it_shows(path: Path, echo: Echo) -> None:
    exchange = await send(path, echo)
    if path.parent.name == "trouble" and path.stem in FAILING:
        assert exchange.error is not None
        assert exchange.error.kind == FAILING[path.stem]
        return
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.status == STATUSES.get(path.stem, 200)
    silent = path.stem not in UNCHECKED
    assert [note for note in exchange.notes if silent and "do not run yet" not in note] == []


def test_every_part_of_a_request_occurs() -> None:
    requests = [read_request(path) for path in REQUESTS]
    kinds = {request.body.kind for request in requests if request.body is not None}
    assert kinds >= {"json", "text", "xml", "form-urlencoded", "multipart-form", "file", "graphql"}
    assert {request.auth.kind for request in requests if request.auth is not None} >= {
        *("inherit", "basic", "bearer", "apikey", "digest", "oauth2"),
    }
    assert {script.phase for request in requests for script in request.scripts} >= {"before-request", "after-response", "tests"}
    for has in (
        lambda request: request.assertions,
        lambda request: request.actions,
        lambda request: request.examples,
        lambda request: request.docs,
        lambda request: request.tags,
        lambda request: any(not row.enabled for row in request.headers),
        lambda request: any(not row.enabled for row in request.params),
        lambda request: any(row.kind == "path" for row in request.params),
        lambda request: request.settings.timeout is not None,
        lambda request: request.settings.follow_redirects is False,
    ):
        assert any(has(request) for request in requests)


def test_the_address_is_that_of_the_echo_server() -> None:
    for name in ("echo-tour", "bird-notes"):
        collection = codec.parse_collection((SAMPLE / name / "opencollection.yml").read_text(encoding="utf-8"), name)
        assert {variable.value for variable in collection.defaults.variables if variable.name == "base"} == {base_url()}
        assert {variable.value for variable in collection.defaults.variables if variable.name == "secure"} <= {secure_url()}
