"""What is said about broken files."""

import pytest
import yaml

from curlew.storage.opencollection.problems import broken, conflict_in, parser_problem


def test_the_line_stands_in_the_title() -> None:
    error = broken("It is odd.", 12)
    assert error.title == "Line 12: It is odd."
    assert error.line == 12
    assert error.hint


def test_no_conflict_without_markers() -> None:
    assert conflict_in("a: '<<<<<<<'\n") is None


@pytest.mark.parametrize("text", ["a: [1\nb: 2", "a: 'x", "a: b: c", "- a\nb", 'a: "\\q"', "a: %x", "a\nb: c", "k: [1, 2}"])
def test_every_parser_error_is_told_without_its_jargon(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    told = parser_problem(caught.value, text)
    assert told.line > 0
    assert "<unicode string>" not in told.reason
    assert "token" not in told.reason
