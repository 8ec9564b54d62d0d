"""What Curlew adds, and what others add."""

from dataclasses import replace

from curlew.model.body import WITHOUT_COMMENTS, RawBody
from curlew.model.request import Request, Settings
from curlew.storage.opencollection import codec
from helpers.files import HTTP, request


def test_own_additions_stand_in_one_place_and_only_where_needed() -> None:
    assert "extensions" not in codec.render_item(Request("n"), None)
    text = codec.render_item(Request("n", settings=Settings(verify_tls=False)), None)
    assert text.endswith("\nextensions:\n  curlew:\n    verifyTls: false\n")
    again = request(text)
    assert again.settings.verify_tls is False
    assert "extensions" not in codec.render_item(replace(again, settings=Settings()), text)


def test_others_extensions_stay() -> None:
    text = HTTP + "\nextensions:\n  bruno:\n    a: 1\n  curlew:\n    later: x\n"
    value = request(text)
    assert value.extensions == {"later": "x"}
    changed = codec.render_item(replace(value, settings=Settings(verify_tls=True)), text)
    assert "bruno:\n    a: 1" in changed
    assert request(changed).extensions == {"later": "x"}


def test_unknown_keys_come_back_without_the_text_they_came_from() -> None:
    text = HTTP + "  new: [1, {a: 1.10}]\nwhole: new\n.odd.key: 1\nhttp.odd: 2\nruntime:\n  more: x\n"
    value = request(text)
    assert value.extra["http.new"] == ["1", {"a": "1.10"}]
    assert request(codec.render_item(value, None)) == value


def test_the_tick_for_comments_of_a_body_comes_back_from_the_file() -> None:
    body = RawBody("json", '{"a": 1, // one\n}')
    text = codec.render_item(Request("n", body=body, extensions={"other": "x", WITHOUT_COMMENTS: True}), None)
    assert "withoutComments: true" in text
    again = request(text)
    assert again.body == body
    assert again.extensions[WITHOUT_COMMENTS] is True
    cleared = codec.render_item(replace(again, extensions={"other": "x"}), text)
    assert "withoutComments" not in cleared
    assert "other: x" in cleared
