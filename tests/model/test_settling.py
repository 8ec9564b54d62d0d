"""What counts of the settings, and who says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curlew.model.inherit import Above, Surroundings
from curlew.model.prepared import Proxy, SendSettings
from curlew.model.request import Defaults, Settings
from curlew.model.send_settings import GROUPS, TABLE
from curlew.model.settling import Origin, origins, own_value, raw_value, settle, with_value
from curlew.model.variables import Environment


def a_giver(kind: str, name: str, config: dict[str, object] | None = None, **own: object) -> Above:
    return Above(kind, name, 1, Defaults(settings=Settings(own=own)), config or {})


FOLDER = a_giver("folder", "Pets", idleTimeout=1500, minTls="1.3")
COLLECTION = a_giver("collection", "Store", idleTimeout=9000, resolve=("a.test:443:{{ip}}",))
WORKSPACE = a_giver("workspace", "Work", maxBody=2, idleTimeout=1, sendCookies=False)
AROUND = Surroundings((FOLDER, COLLECTION), workspace_gives=WORKSPACE)


def test_each_setting_comes_from_the_nearest_place_that_says_it() -> None:
    found = settle(Settings(own={"minTls": "1.2"}), AROUND, SendSettings(), lambda text: text.replace("{{ip}}", "127.0.0.1"))
    assert (found.min_tls, found.idle_timeout_s, found.resolve) == ("1.2", 1.5, ("a.test:443:127.0.0.1",))
    assert (found.max_body, found.send_cookies) == (2 * 1024 * 1024, False)
    where = origins(Settings(own={"minTls": "1.2"}), AROUND)
    assert where["minTls"] == Origin("1.2")
    assert (where["idleTimeout"].giver, where["maxBody"].giver) == (FOLDER, WORKSPACE)
    assert "proxy" not in where


def test_nothing_said_gives_the_fallbacks_themselves() -> None:
    fallbacks = SendSettings(timeout_s=3)
    assert settle(Settings(), Surroundings(), fallbacks) is fallbacks


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("minTls", "0.9"),
        ("minTls", 12),
        ("idleTimeout", "soon"),
        ("idleTimeout", -1),
        ("resolve", ("nonsense",)),
        ("asIs", "yes"),
        ("new", 1),
    ],
)
def test_what_cannot_be_counts_as_not_said_and_stays(key: str, value: object) -> None:
    own = Settings(own={key: value})
    assert settle(own, Surroundings(), SendSettings()) == SendSettings()
    assert own.own[key] == value


def test_inherit_is_written_again_where_a_file_says_it() -> None:
    setting = TABLE["timeout"]
    told = with_value(with_value(Settings(timeout="inherit"), setting, None), setting, None)
    assert (raw_value(told, setting), own_value(told, setting)) == ("inherit", None)
    assert with_value(with_value(told, setting, 5), setting, None).timeout is None


def test_own_settings_stand_in_the_order_of_the_table_and_unknown_ones_behind() -> None:
    settings = Settings(own={"later": 1})
    for key in ("maxBody", "asIs"):
        settings = with_value(settings, TABLE[key], TABLE[key].default)
    assert list(settings.own) == ["asIs", "maxBody", "later"]


def test_a_proxy_of_the_request_goes_before_the_collections_and_the_programs() -> None:
    standard = {"proxy": {"inherit": False, "config": {"protocol": "https", "hostname": "px", "port": "8443", "bypassProxy": "a.test, .b"}}}
    around = Surroundings((a_giver("collection", "Store", standard),))
    fallback = SendSettings(proxy=Proxy("http://mine:1"))
    assert settle(Settings(), around, fallback).proxy == Proxy("https://px:8443", ("a.test", ".b"), "from the settings of Store")
    own = settle(
        Settings(own={"proxy": "socks5://{{p}}:9", "proxyBypass": ("x.test",)}), around, fallback, lambda t: t.replace("{{p}}", "s")
    )
    assert own.proxy is not None
    assert (own.proxy.url, own.proxy.bypass) == ("socks5://s:9", ("x.test",))
    assert settle(Settings(own={"proxy": "none"}), around, fallback).proxy is None


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({"disabled": True, "inherit": False, "config": {"hostname": "px"}}, None),
        ({"inherit": True, "config": {"hostname": "px"}}, "http://mine:1"),
        ({"inherit": False, "config": {"hostname": ""}}, "http://mine:1"),
        ({"inherit": "false", "config": {"hostname": "px", "port": 3128}}, "http://px:3128"),
        ({"config": {"hostname": "px", "auth": {"username": "u@x", "password": "{{pw}}"}}}, "http://u%40x:a%2Fb@px"),
        ({"config": {"hostname": "px", "auth": {"disabled": True, "username": "u"}}}, "http://px"),
        ("nonsense", "http://mine:1"),
    ],
)
def test_a_collections_standard_proxy(said: object, url: str | None) -> None:
    around = Surroundings((a_giver("collection", "Store", {"proxy": said}),))
    found = settle(Settings(), around, SendSettings(proxy=Proxy("http://mine:1")), lambda text: text.replace("{{pw}}", "a/b")).proxy
    assert (found.url if found else None) == url


def test_client_certificates_of_environment_and_collection_come_before_the_programs() -> None:
    pem = {"domain": "*.a.test", "type": "pem", "certificateFilePath": "c.pem", "privateKeyFilePath": "k.pem", "passphrase": "{{p}}"}
    p12 = {"domain": "b.test", "type": "pkcs12", "pkcs12FilePath": "b.p12"}
    around = Surroundings(
        (a_giver("collection", "S", {"clientCertificates": [p12, replace_off(pem), "x"]}),), Environment("E", client_certificates=(pem,))
    )
    found = settle(Settings(), around, SendSettings(), lambda text: text.replace("{{p}}", "pw")).client_certificates
    assert [(one.host, one.kind, one.certificate, one.key, one.passphrase) for one in found] == [
        ("*.a.test", "pem", Path("c.pem"), Path("k.pem"), "pw"),
        ("b.test", "pkcs12", Path("b.p12"), None, ""),
    ]


def replace_off(entry: dict[str, object]) -> dict[str, object]:
    return {**entry, "disabled": True}


def test_every_default_is_what_a_send_does_and_every_group_has_a_name() -> None:
    for setting in TABLE:
        assert setting.group in dict(GROUPS)
        if setting.target != "proxy":
            said = with_value(Settings(), setting, setting.default)
            assert settle(said, Surroundings(), SendSettings()) == SendSettings(), setting.key
            assert replace(setting).problem(setting.default) == ""
