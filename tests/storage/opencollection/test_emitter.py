"""Writing YAML in Bruno's layout, so that every text comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.storage.opencollection.emitter import emit
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.sameness import same
from curlew.storage.opencollection.scalars import Plain
from helpers.yaml_values import EDGES, values

TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from(values(400, seed=2))
TREES = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.recursive(
        TEXT | st.booleans() | st.none() | st.integers(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=8,
    ),
    max_size=4,
    min_size=1,
)


def test_layout() -> None:
    tree = {
        "opencollection": "1.0.0",
        "info": {"name": "Get: user", "seq": 3, "tags": ["a", "12"]},
        "http": {
            "url": "{{base}}/x",
            "headers": [{"name": "A", "value": "1"}],
            "body": {"data": '{\n  "a": 1\n}', "empty": [], "none": {}},
        },
        "docs": "one line",
        "bundled": False,
    }
    assert emit(tree) == (
        'opencollection: 1.0.0\n\ninfo:\n  name: "Get: user"\n  seq: 3\n  tags:\n    - a\n    - "12"\n\n'
        'http:\n  url: "{{base}}/x"\n  headers:\n    - name: A\n      value: "1"\n'
        '  body:\n    data: |-\n      {\n        "a": 1\n      }\n    empty: []\n    none: {}\n\ndocs: one line\nbundled: false\n'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no", "no"),
        ("012", '"012"'),
        ("true", '"true"'),
        ("", '""'),
        ("http://a/b?c=d#e", "http://a/b?c=d#e"),
        ("a: b", '"a: b"'),
        ('{"a":1}', "'{\"a\":1}'"),
        ('it\'s "x": y', '"it\'s \\"x\\": y"'),
        ("it's", "it's"),
        ("a\tb", "a\tb"),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("a\r\nb", '"a\\r\\nb"'),
        ("😀", "😀"),
        ("\x00\x07", '"\\0\\x07"'),
        ("\u2028", '"\\u2028"'),
        ("\ud83d", '"\\ud83d"'),
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n\n", "|+\n  a\n\n"),
        (" a\nb", "|2-\n   a\n  b"),
        ("\ta\nb", "|2-\n  \ta\n  b"),
        ("a\n\n  b", "|-\n  a\n\n    b"),
    ],
)
def test_scalars_are_quoted_only_where_needed(text: str, written: str) -> None:
    assert emit({"k": text}) == f"k: {written}\n"


def test_unquoted_sources_stay_unquoted() -> None:
    assert emit({"a": Plain("1.10"), "b": Plain("~"), "c": None, "d": True, "e": 2.5}) == "a: 1.10\nb: ~\nc: null\nd: true\ne: 2.5\n"


@pytest.mark.parametrize("text", EDGES)
def test_hard_texts_come_back_everywhere(text: str) -> None:
    tree = {"info": {"k": text, "list": [text, [text, {"k": text}], {"a": {"b": text}}]}, "http": {"x": text}, "docs": text, "k2": "end"}
    assert same(read(emit(tree)).data, tree)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_every_tree_comes_back(tree: dict[str, object]) -> None:
    text = emit(tree)
    assert same(read(text).data, tree)
    assert text.endswith("\n")
    assert "\r" not in text


def test_a_long_text_with_carriage_returns_has_a_line_for_each_of_its_own() -> None:
    text = '{\r\n  "a": 1, \r\n\r\n\t"b": "x\\y"\r\n}\r\n'
    lines = emit({"body": {"data": text}}).split("\n")
    assert lines == [
        "body:",
        '  data: "{\\r',
        "",
        '    \\  \\"a\\": 1, \\r',
        "",
        "    \\r",
        "",
        '    \\t\\"b\\": \\"x\\\\y\\"\\r',
        "",
        '    }\\r\\n"',
        "",
    ]
    assert read("\n".join(lines)).data["body"]["data"] == text


def test_a_very_long_key_comes_back() -> None:
    tree = {"a": {"k" * 2000: "v", "b": "c"}}
    assert same(read(emit(tree)).data, tree)
