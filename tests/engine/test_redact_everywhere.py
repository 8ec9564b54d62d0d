"""A secret planted in every carrier is found nowhere: not in what is kept, not on disk, not in the log, not in a report of another's."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from curlew.engine.redact import redacted
from curlew.engine.session import Session
from curlew.model.auth import Auth
from curlew.model.body import FormBody, RawBody
from curlew.model.content import Content
from curlew.model.exchange import Exchange
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.variables import Environment, Variable
from helpers.echo import running_echo
from helpers.keyrings import MemoryBackend, a_keyring
from helpers.workspaces import a_profile, on_disk

CANARY = "canary-6b1f/+é"

NOT_TEXT_OF_OTHERS = {
    "Exchange.id", "Exchange.secrets", "SentRequest.origins", "Hop.why", "Mark.kind", "SendError.kind", "SendError.phase",
    "CookieNote.outcome", "Response.http_version", "Connection.remote", "Connection.local", "Connection.tls",
    "Certificate.serial", "Certificate.fingerprint", "Certificate.key", "Certificate.signature", "Certificate.pem",
}  # fmt: skip
"""What Curlew itself or mathematics writes."""


def planted(kind: Any, name: str) -> Any:
    """Return a value of a type with the canary in each text of others."""
    options = [one for one in get_args(kind) if one is not type(None)]
    if get_origin(kind) is tuple:
        inner = [one for one in get_args(kind) if one is not Ellipsis]
        made = planted(inner[0], name)
        return (made,) if Ellipsis in get_args(kind) else tuple(planted(one, name) for one in inner)
    if options and get_origin(kind) is not tuple:
        return planted(options[0], name)
    if kind is str:
        return "" if name in NOT_TEXT_OF_OTHERS else f"before {CANARY} after"
    if kind is bytes:
        return f"X-A: {CANARY}\r\n".encode()
    if kind is Content:
        return Content.of(CANARY.encode())
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: planted(hints[one.name], f"{kind.__name__}.{one.name}") for one in fields(kind)})
    return kind()


def test_nothing_of_an_exchange_is_kept_with_a_secret_in_it() -> None:
    exchange = replace(planted(Exchange, ""), secrets=(CANARY,))
    assert exchange.hops
    assert exchange.hops[0].response is not None
    assert CANARY in repr(exchange)
    kept = redacted(exchange)
    assert CANARY not in repr(kept)
    assert CANARY.encode() not in repr(kept).encode("unicode_escape")
    assert kept.hops[0].response is not None
    assert kept.hops[0].response.encoded is None


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


CARRIERS = {
    "bearer": Request("A", auth=Auth("bearer", {"token": "{{s}}"})),
    "bearer typed": Request("A", auth=Auth("bearer", {"token": CANARY})),
    "basic": Request("A", auth=Auth("basic", {"username": "u", "password": "{{s}}"})),
    "key in the query": Request("A", auth=Auth("apikey", {"key": "k", "value": "{{s}}", "placement": "query"})),
    "header": Request("A", headers=(Row("X-Thing", "{{s}}"),)),
    "header typed": Request("A", headers=(Row("X-Api-Key", CANARY),)),
    "cookie": Request("A", headers=(Row("Cookie", f"sid={CANARY}"),)),
    "query": Request("A", url="{base}/anything?a={{{{s}}}}"),
    "body": Request("A", method="POST", body=RawBody("text", "{{s}}")),
    "userinfo": Request("A", url="http://u:{{{{s}}}}@{host}/anything"),
    "proxy": Request("A", settings=Settings(own={"proxy": "http://u:{{s}}@127.0.0.1:1", "connectTimeout": 500})),
    "refused name": Request("A", url="http://{{{{s}}}}.invalid:99999/"),
    "set by the server": Request("A", url="{base}/response-headers?Set-Cookie=sid%3D{{{{s}}}}&X-Back={{{{s}}}}"),
    "digest": Request("A", url="{base}/digest-auth/auth-int/u/p", auth=Auth("digest", {"username": "u", "password": CANARY})),
    "signing": Request("A", auth=Auth("awsv4", {"accessKeyId": "a", "secretAccessKey": CANARY, "service": "s3", "region": "r"})),
    "key in a cookie": Request("A", auth=Auth("apikey", {"key": "k", "value": CANARY, "placement": "cookie"})),
    "token of nobody": Request(
        "A",
        auth=Auth(
            "oauth2",
            {
                "flow": "password",
                "accessTokenUrl": "http://127.0.0.1:1/{{s}}",
                "credentials": {"clientId": "c", "clientSecret": "{{s}}"},
                "resourceOwner": {"username": "u", "password": CANARY},
            },
        ),
    ),
    "form": Request("A", method="POST", body=FormBody((Row("p", "{{s}}"),))),
    "path": Request("A", url="{base}/anything/{{{{s}}}}/x"),
    "compressed": Request("A", url="{base}/gzip?a={{{{s}}}}", headers=(Row("X-T", "{{s}}"),)),
    "redirect": Request("A", url="{base}/redirect-to?url=%2Fanything%3Fb%3D{{{{s}}}}"),
    "redirect to nobody": Request("A", url="{base}/redirect-to?url=http%3A%2F%2F127.0.0.1%3A1%2F{{{{s}}}}"),
    "header with a line break": Request("A", headers=(Row("X-A", "a\n{{s}}"),)),
    "method": Request("A", method="{{s}} x"),
    "host override": Request("A", settings=Settings(own={"resolve": ("{{s}}:1:2",)})),
    "socket": Request("A", settings=Settings(own={"unixSocket": "/tmp/{{s}}"})),
}


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_nothing_on_disk_or_in_the_log_holds_what_was_sent(carrier, tmp_path, echo, caplog):
    caplog.set_level(logging.DEBUG)
    request = CARRIERS[carrier]
    url = (request.url or "{base}/anything").format(base=echo.base, host=echo.base.partition("://")[2])
    session = Session(a_profile(tmp_path), keyring=a_keyring(MemoryBackend()))
    await session.open_workspace(None)
    collection = await session.add_collection("Store")
    await session.add_environment(collection, Environment("E", variables=(Variable("s", secret=True),)))
    session.set_active_environment(collection, "E")
    session.set_secret_value(collection, "E", "s", CANARY)
    item = await session.add_request(collection, Request("A", url=url))
    exchange = await session.send(replace(request, url=url), item)
    assert exchange.hops or exchange.error
    record = await asyncio.wrap_future(session.history.fetch(session.history.entries[0].id))
    assert CANARY not in repr(record)
    await session.close()
    for forms in (CANARY, "canary-6b1f"):
        holding = [(name, data, data.find(forms.encode())) for name, data in on_disk(tmp_path).items()]
        assert not {name: data[max(0, at - 60) :][:120] for name, data, at in holding if at >= 0}
        assert forms not in caplog.text
