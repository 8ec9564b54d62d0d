"""Settings for sends without a place in the standard: in `extensions.curlew.settings`, exact, in a stable order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curlew.model.request import Collection, Request, Settings
from curlew.model.send_settings import TABLE
from curlew.model.settling import with_value
from curlew.storage.opencollection import codec

TEXT = """info:
  name: A
  type: http

http:
  method: GET
  url: http://a.test

settings:
  timeout: soon   # kept
  maxRedirects: inherit

extensions:
  other: {x: 1}
  curlew:
    settings:
      later: [1, {a: b}]   # unknown
      minTls: 1.3
      resolve:   # two
        - a.test:443:127.0.0.1
        - b.test:443:127.0.0.2
      idleTimeout: "1500"
      asIs: maybe
      sendCookies: no
    verifyTls: false
"""


def parsed() -> Request:
    value = codec.parse_item(TEXT, "a")
    assert isinstance(value, Request)
    return value


def test_values_are_read_by_their_table_and_the_rest_is_kept() -> None:
    settings = parsed().settings
    assert settings.verify_tls is False
    assert settings.own["minTls"] == "1.3"
    assert settings.own["resolve"] == ("a.test:443:127.0.0.1", "b.test:443:127.0.0.2")
    assert settings.own["idleTimeout"] == 1500
    assert settings.own["asIs"] == "maybe"
    assert settings.own["later"] == ["1", {"a": "b"}]
    assert settings.extra["timeout"] == "soon"


def test_an_unchanged_file_stays_byte_for_byte_and_a_change_touches_one_line() -> None:
    request = parsed()
    assert codec.render_item(request, TEXT) == TEXT
    changed = replace(request, settings=with_value(request.settings, TABLE["minTls"], "1.2"))
    text = codec.render_item(changed, TEXT)
    lines = [(old, new) for old, new in zip(TEXT.splitlines(), text.splitlines(), strict=True) if old != new]
    assert len(lines) == 1
    assert "minTls" in lines[0][1]
    assert codec.parse_item(text, "a") == changed


def test_taken_away_again_nothing_is_left() -> None:
    bare = "info:\n  name: A\n  type: http\n\nhttp:\n  method: GET\n  url: http://a.test\n"
    request = codec.parse_item(bare, "a")
    assert isinstance(request, Request)
    said = replace(request, settings=with_value(request.settings, TABLE["asIs"], True))
    text = codec.render_item(said, bare)
    assert "extensions:\n  curlew:\n    settings:\n      asIs: true" in text
    assert codec.render_item(request, text) == bare


@pytest.mark.parametrize("setting", [one for one in TABLE if not one.field], ids=lambda one: one.key)
def test_every_setting_survives_a_file(setting) -> None:
    value = {"switch": not setting.default, "number": 7, "text": "/x: y", "list": ("1.10", "no")}.get(setting.kind, "")
    value = value if setting.kind != "choice" else setting.choices[-1][0]
    request = Request("A", url="http://a.test", settings=Settings(own={setting.key: value}))
    again = codec.parse_item(codec.render_item(request, None), "a")
    assert isinstance(again, Request)
    assert again.settings.own == {setting.key: value}


def test_a_workspace_holds_every_setting_in_the_extension() -> None:
    text = "opencollection: 1.0.0\ninfo:\n  name: W\n  type: workspace\ncollections: []\nnew: 1\n"
    file = codec.parse_workspace(text, "w")
    assert codec.render_workspace(file, text) == text
    settings = Settings(timeout=9, verify_tls=False, own={"maxBody": 5})
    written = codec.render_workspace(replace(file, settings=settings), text)
    assert "extensions:\n  curlew:\n    verifyTls: false\n    settings:\n      maxBody: 5\n      timeout: 9\n" in written
    assert codec.parse_workspace(written, "w").settings == settings
    assert codec.render_workspace(file, written).split() == text.split()


def test_a_collections_proxy_and_certificates_change_without_touching_the_rest() -> None:
    text = (
        "opencollection: 1.0.0\n\ninfo:\n  name: C\n\nconfig:\n  protobuf:\n    protoFiles: []   # kept\n"
        "  proxy:\n    inherit: true   # so\n    config:\n      port: 0x1F\n"
    )
    value = codec.parse_collection(text, "c")
    assert isinstance(value, Collection)
    assert codec.render_collection(value, text) == text
    proxy = {**value.config["proxy"], "inherit": False}
    changed = codec.render_collection(replace(value, config={**value.config, "proxy": proxy}), text)
    assert changed == text.replace("inherit: true", "inherit: false")


def test_an_empty_list_says_that_there_is_none() -> None:
    request = Request(name="A", settings=Settings(own={"trustedHosts": ()}))
    text = codec.render_item(request, None)
    assert "trustedHosts: []" in text
    again = codec.parse_item(text, "a")
    assert isinstance(again, Request)
    assert again.settings.own == {"trustedHosts": ()}
