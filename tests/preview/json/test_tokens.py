"""JSON texts that others collected (JSONTestSuite): `y_` parses, `n_` does not, nothing hurts."""

import os
from pathlib import Path

import pytest

from curlew.preview.json.format import check, minify, pretty
from curlew.preview.json.tokens import problem_at

FOLDER = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).parents[3] / ".." / "shared" / "corpora") / "json"


@pytest.mark.corpora
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared corpora are not here (CURLEW_CORPORA)")
def test_G01_to_G08_the_collected_texts() -> None:
    seen = 0
    for path in sorted(FOLDER.glob("*.json")):
        data, name = path.read_bytes(), path.name.removeprefix("test_parsing_")
        assert minify(pretty(data)) == minify(data), path.name
        seen += 1
        if name.startswith("y_"):
            assert check(data) is None, path.name
        if name.startswith("n_"):
            assert check(data) is not None or not _is_utf8(data), path.name
    assert seen > 20


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeError:
        return False
    return True


def test_a_place_counts_lines_and_characters() -> None:
    problem = problem_at('{\n "é": ?'.encode(), len('{\n "é": '.encode()), "why")
    assert (problem.line, problem.column, str(problem)) == (2, 7, "line 2, column 7: why")
