"""What is said about broken files."""

from pathlib import Path

import pytest
import yaml

from curlew.storage.opencollection.problems import broken, conflict_in, located, parser_problem


def test_the_line_stands_in_the_title_and_the_reason_once() -> None:
    error = broken("It is odd.", 12)
    assert (error.title, error.reason, error.line) == ("The file is broken in line 12", "It is odd.", 12)
    assert str(error).count("odd") == 1
    assert error.hint


def test_a_located_error_names_its_file() -> None:
    error = located(broken("It is empty."), Path("a") / "workspace.yml")
    assert (error.title, error.reason, Path(error.path)) == ("workspace.yml is broken", "It is empty.", Path("a") / "workspace.yml")


def test_no_conflict_without_markers() -> None:
    assert conflict_in("a: '<<<<<<<'\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "a: [1\nb: 2",
        "a: 'x",
        "a: b: c",
        "- a\nb",
        'a: "\\q"',
        "a: %x",
        "a\nb: c",
        "k: [1, 2}",
        "a: [\n",
        "a: *\n",
        "a: & b\n",
        "a: 1\n...\nb: 2\n",
        "a: | b\n",
        "a: - b\n",
        "%a\nb: 1\n",
        "a: 'b'\n%\n",
    ],
)
def test_every_parser_error_is_told_without_its_jargon(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    told = parser_problem(caught.value, text)
    assert told.line > 0
    assert "<unicode string>" not in told.reason
    assert "token" not in told.reason
    assert "no valid YAML" not in told.reason
