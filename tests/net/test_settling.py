"""The settings of one send: variables filled in, passwords known as secrets, files of certificates found or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curlew.model.inherit import Above, Surroundings, scope_for
from curlew.model.prepared import ClientCertificate, SendSettings
from curlew.model.request import Defaults, Request, Settings
from curlew.model.sent_certificates import is_for
from curlew.model.variables import Variable
from curlew.net.errors import SendingError
from curlew.net.files import Files
from curlew.net.filler import Filler
from curlew.net.prepare import prepare
from curlew.net.settling import settled, with_files

REQUEST = Request(url="http://a.test", variables=(Variable("pw", "p@/s"), Variable("port", "3128")))


def a_filler(request: Request) -> Filler:
    return Filler(scope_for(request, Surroundings()))


def test_a_proxys_password_is_a_secret_in_both_its_forms() -> None:
    config = {"proxy": {"config": {"hostname": "px", "port": "{{port}}", "auth": {"username": "u", "password": "{{pw}}"}}}}
    filler = a_filler(REQUEST)
    settings = settled(REQUEST, Surroundings((Above("collection", "C", 1, Defaults(), config),)), filler, SendSettings())
    assert settings.proxy is not None
    assert settings.proxy.url == "http://u:p%40%2Fs@px:3128"
    assert {"p@/s", "p%40%2Fs"} <= set(filler.secrets)


def test_an_unset_variable_in_the_proxys_address_stops_before_anything_is_sent() -> None:
    request = Request(url="http://a.test", settings=Settings(own={"proxy": "http://{{nowhere}}:3128"}))
    with pytest.raises(SendingError, match="nowhere") as caught:
        prepare(request, Surroundings(), scope_for(request, Surroundings()))
    assert "proxy" in caught.value.reason


def test_files_outside_the_collection_are_refused_unless_they_were_picked(tmp_path: Path) -> None:
    inside, outside = tmp_path / "c" / "ca.pem", tmp_path / "mine.pem"
    inside.parent.mkdir()
    for file in (inside, outside):
        file.write_text("x")
    settings = SendSettings(ca_files=(Path("ca.pem"),))
    assert with_files(settings, "a.test", 443, Files(inside.parent)).ca_files == (inside,)
    mine = SendSettings(client_certificates=(ClientCertificate("*.test", "pkcs12", outside),))
    with pytest.raises(SendingError, match="client certificate") as caught:
        with_files(mine, "a.test", 443, Files(inside.parent))
    assert "outside" in caught.value.reason
    assert with_files(mine, "a.test", 443, Files(inside.parent, [outside])).client_certificates == mine.client_certificates
    assert with_files(mine, "elsewhere.org", 443, Files(inside.parent)).client_certificates == ()


@pytest.mark.parametrize(
    ("pattern", "host", "port", "fits"),
    [
        ("api.test", "API.test", 443, True),
        ("*.test", "a.b.test", 443, True),
        ("*.test", "test", 443, False),
        ("api.test:8443", "api.test", 443, False),
        ("api.test:8443", "api.test", 8443, True),
        ("https://api.test", "api.test", 443, True),
        ("::1", "::1", 443, True),
        ("*", "any", 1, True),
        ("api.test", "xapi.test", 443, False),
        ("a.i.test", "api.test", 443, False),
    ],
)
def test_whom_a_client_certificate_is_for(pattern: str, host: str, port: int, fits: bool) -> None:
    assert is_for(pattern, host, port) is fits


def test_a_setting_that_cannot_count_is_told_and_never_leads_another_way() -> None:
    around = Surroundings((Above("folder", "Pets", 1, Defaults(settings=Settings(own={"idleTimeout": "soon"}))),))
    request = Request(url="http://a.test", settings=Settings(timeout=-5, extra={"followRedirects": "maybe", "mine": 1}))
    prepared = prepare(request, around, scope_for(request, around))
    assert [note.partition(" does not")[0] for note in prepared.notes] == [
        "The setting “Timeout” of the request",
        "The setting “Follow redirects” of the request",
        "The setting “Silence” of Pets",
    ]
    overridden = replace(request, settings=Settings(own={"idleTimeout": 5}))
    assert not prepare(overridden, around, scope_for(request, around)).notes


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("proxy", "ftp://px"),
        ("proxy", 3),
        ("resolve", ("a.test:80:nonsense",)),
        ("minTls", "9"),
        ("verifyTls", "no"),
        ("caFiles", "one.pem"),
    ],
)
def test_nothing_is_sent_where_a_setting_about_the_way_cannot_count(key: str, value: object) -> None:
    settings = Settings(extra={key: value}) if key == "verifyTls" else Settings(own={key: value})
    request = Request(url="http://a.test", settings=settings)
    with pytest.raises(SendingError, match="cannot be used") as caught:
        prepare(request, Surroundings(), scope_for(request, Surroundings()))
    assert "settings of the request" in caught.value.reason
