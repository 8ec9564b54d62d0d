"""From a changed value to a changed text: what did not change stays as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.model.auth import INHERIT, Auth
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.merge import merged
from curlew.storage.opencollection.reader import read
from helpers.changes import changes_of
from helpers.hunks import hunks
from helpers.schema import CORPORA

RICH = """\
# made by hand
meta:
  kept: [1, {a: b}]
info:
  name: Rich
  type: http
  seq: 012
  custom: 1.10

http:
  method: POST
  url: "{{base}}/a?x=1"   # the address
  headers:
    # who we are
    - name: A
      value: 1.10
      new-key: {deep: [1]}
    - name: B
      value: no
      disabled: true
  params:
    - {name: x, value: 1, type: query}
  body:
    type: form-urlencoded
    data:
      - name: f
        value: "1"
  auth:
    mode: none
  unknown:
    - 1

runtime:
  scripts:
    - type: before-request
      code: |-
        const a = 1;

        // comment
        b();
  variables:
    - name: v
      value:
        type: number
        data: "3"

settings:
  timeout: inherit
  retries: 3

future:
  anything: ~

extensions:
  bruno: {x: 1}
  curlew:
    verifyTls: false
    later: yes
"""


def parsed(text: str) -> Request:
    value = codec.parse_item(text, "stem")
    assert isinstance(value, Request)
    return value


def test_saving_without_a_change_gives_the_same_text() -> None:
    assert codec.render_item(parsed(RICH), RICH) is RICH


@pytest.mark.parametrize("place", range(len(list(changes_of(codec.parse_item(RICH, "stem"))))))
def test_each_change_is_one_hunk_and_reads_back(place: int) -> None:
    what, wanted = list(changes_of(parsed(RICH)))[place]
    text = codec.render_item(wanted, RICH)
    assert codec.parse_item(text, "stem") == wanted, what
    assert hunks(RICH, text) == 1, what
    assert "retries: 3" in text
    assert "kept: [1, {a: b}]" in text
    assert text.count("#") >= RICH.count("#") - 1 or "removed" in what


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_several_changes_read_back_and_keep_what_is_unknown(data: st.DataObject) -> None:
    value, text = parsed(RICH), RICH
    for _step in range(3):
        _what, value = data.draw(st.sampled_from(list(changes_of(value))), label="change")
        text = codec.render_item(value, text)
        assert codec.parse_item(text, "stem") == value
    after = read(text).data
    before = read(RICH).data
    for key in ("meta", "future", "extensions"):
        assert after[key] == before[key] or key == "extensions"
    assert after["http"]["unknown"] == ["1"]


def test_the_spelling_of_what_was_not_changed_stays() -> None:
    text = codec.render_item(replace(parsed(RICH), name="New"), RICH)
    assert text == RICH.replace("name: Rich", "name: New")


def test_none_is_never_written() -> None:
    text = codec.render_item(replace(parsed(RICH), auth=INHERIT), RICH)
    assert "auth: inherit" in text
    again = codec.render_item(replace(parsed(text), auth=None), text)
    assert "auth" not in read(again).data["http"]
    assert "none" not in codec.render_item(replace(parsed(RICH), auth=None), None)


def test_a_change_inside_an_alias_leaves_the_other_place_alone() -> None:
    file = "info: {type: http, name: a}\nhttp:\n  url: u\n  headers:\n    - &h\n      name: A\n      value: one\n    - *h\n"
    value = parsed(file)
    changed = replace(value, headers=(value.headers[0], Row("A", "two")))
    assert parsed(codec.render_item(changed, file)) == changed
    changed = replace(value, headers=(Row("A", "zero"), value.headers[1]))
    assert parsed(codec.render_item(changed, file)) == changed


def test_a_file_in_json_can_be_edited() -> None:
    file = (
        '{"info": {"name": "a", "type": "http", "x": null}, "http": {"url": "u", "headers": [{"name": "A", "value": "\\ud83d\\ude00"}]}}\n'
    )
    value = parsed(file)
    assert value.headers[0].value == "😀"
    changed = replace(value, url="v", headers=(*value.headers, Row("B", "c")))
    text = codec.render_item(changed, file)
    assert parsed(text) == changed
    assert "x" in read(text).data["info"]
    assert codec.render_item(replace(value, url="true"), file) == file.replace('"url": "u"', '"url": "true"')


def test_a_new_secret_loses_its_value_on_disk() -> None:
    file = "name: e\nvariables:\n  - name: k\n    value: hidden\n"
    environment = codec.parse_environment(file, "e")
    secret = replace(environment.variables[0], secret=True)
    assert "hidden" not in codec.render_environment(replace(environment, variables=(secret,)), file)


def test_auth_of_bruno_s_first_release_changes_where_it_stands() -> None:
    file = "info:\n  type: http\n\nhttp:\n  url: u\n\nruntime:\n  auth:\n    type: bearer\n    token: t\n"
    value = parsed(file)
    assert value.auth == Auth("bearer", {"token": "t"})
    changed = codec.render_item(replace(value, auth=Auth("bearer", {"token": "new"})), file)
    assert changed == file.replace("token: t\n", "token: new\n")
    assert parsed(codec.render_item(replace(value, auth=None), file)).auth is None


def test_merging_keeps_what_the_model_does_not_know() -> None:
    file = {"a": "1", "unknown": "u", "list": [{"n": "1", "x": "y"}, {"n": "2"}]}
    base = {"a": "1", "list": [{"n": "1"}, {"n": "2"}], "default": "d"}
    wanted = {"new": "n", "a": "2", "list": [{"n": "2"}, {"n": "1"}, {"n": "3"}], "default": "d"}
    assert merged(file, base, wanted) == {"new": "n", "a": "2", "unknown": "u", "list": [{"n": "2"}, {"n": "1", "x": "y"}, {"n": "3"}]}


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not here (CURLEW_CORPORA)")
def test_real_files_open_and_change_in_one_hunk() -> None:
    for path in sorted((CORPORA / "bruno").rglob("*.yml")):
        text = path.read_bytes().decode("utf-8")
        parse, render = _door(path)
        value = parse(text, path.stem)
        assert render(value, text) is text, path
        for what, wanted in list(changes_of(value))[::3]:
            after = render(wanted, text)
            assert hunks(text, after) == 1, (path, what)
            assert render(parse(after, path.stem), None) == render(wanted, None), (path, what)


def _door(path: Path):
    if path.stem == "opencollection":
        return codec.parse_collection, codec.render_collection
    if path.parent.name == "environments":
        return codec.parse_environment, codec.render_environment
    return (codec.parse_folder, codec.render_folder) if path.stem == "folder" else (codec.parse_item, codec.render_item)


def test_a_file_written_anew_keeps_line_ends_and_mark() -> None:
    text = '\ufeff{"info": {"name": "a", "type": "http"},\r\n "http": {"url": "u"}}\r\n'
    value = codec.parse_item(text, "a")
    assert isinstance(value, Request)
    anew = codec.render_item(replace(value, headers=(Row("A", "1\n2"),)), text)
    assert anew.startswith("\ufeffinfo:\r\n  name: a\r\n")
    assert "\n" not in anew.replace("\r\n", "")
    assert codec.parse_item(anew, "a") == replace(value, headers=(Row("A", "1\n2"),))
