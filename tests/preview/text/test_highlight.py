"""Colours of rows."""

from curlew.preview.text.highlight import in_comment, json_spans, markup_spans


def coloured(text: str, inside: bool = False) -> list[tuple[str, str]]:
    return [(text[start:end], token) for start, end, token in json_spans(text, inside)]


def test_json_tells_keys_from_values() -> None:
    assert coloured('  "a\\"b" : "c", "d": [-1.5e3, true, null], ') == [
        ('"a\\"b"', "key"),
        ('"c"', "string"),
        ('"d"', "key"),
        ("-1.5e3", "number"),
        ("true", "keyword"),
        ("null", "keyword"),
    ]


def test_json_can_start_within_a_string() -> None:
    assert coloured('rest \\" of it", "a": 1', inside=True) == [('rest \\" of it"', "string"), ('"a"', "key"), ("1", "number")]


def test_markup() -> None:
    text = '<a b="c">x &amp; y</a><!-- z -->'
    assert [(text[start:end], token) for start, end, token in markup_spans(text)] == [
        ("<a", "func"),
        ("b", "key"),
        ('"c"', "string"),
        (">", "func"),
        ("&amp;", "number"),
        ("</a", "func"),
        (">", "func"),
        ("<!-- z -->", "comment"),
    ]


def test_markup_can_start_within_a_comment() -> None:
    data = b"<a><!-- one\ntwo\nthree --><b/>"
    assert in_comment(data, data.index(b"two"))
    assert not in_comment(data, data.index(b"<b/>"))
    assert next(iter(markup_spans("three --><b/>", True))) == (0, 9, "comment")
