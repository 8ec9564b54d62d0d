"""Rows and columns found in JSON and NDJSON: verbatim, in order, whatever stands between them."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.opened import Opened
from curlew.preview.table.cells import ITSELF, KEY, shown
from curlew.preview.table.columns import Columns
from curlew.preview.table.look import first_found, look, votes
from curlew.preview.table.rows import JsonRows

ODD = b'[{"a": 9007199254740993, "b": 1.10, "c": 1E400, "d": -0, "e": "\\ud800", "f": "\\u0061"}, {"a": null, "a": 2}, {}]'
KEYS = st.sampled_from(["id", "name", "two words", "ké", 'q"', "b\\", "owner", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def rows_of(data: bytes, title: str = "") -> JsonRows:
    found = next(one for one in look(data) if one is not None and one.title == title) if title else first_found(data)
    rows = found.rows(data)
    for _step in rows.steps():
        pass
    return rows


def columns_of(rows) -> Columns:
    columns = Columns(rows)
    columns.sample()
    for _step in columns.steps():
        pass
    return columns


def test_B8_values_are_shown_as_they_came():
    rows = rows_of(ODD)
    texts = {path[0]: shown(cell) for path, cell in rows.cells(0).items()}
    assert texts == {"a": "9007199254740993", "b": "1.10", "c": "1E400", "d": "-0", "e": "\ud800", "f": "a"}


def test_null_missing_and_twice_are_told_apart():
    rows = rows_of(ODD)
    first = rows.cells(1)[("a",)]
    assert (first.kind, first.times) == ("null", 2)
    assert rows.cell(1, ("a",)).kind == "null"
    assert rows.cell(2, ("a",)).kind == "missing"


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=5), min_size=1, max_size=6), st.sampled_from([None, 2]))
def test_each_way_of_reading_a_cell_says_the_same_as_the_json(objects, indent):
    data = json.dumps(objects, indent=indent, ensure_ascii=len(objects) % 2 == 0).encode("utf-8", "surrogatepass")
    rows = rows_of(data)
    columns = columns_of(rows)
    assert [one.path[0] for one in columns.top] == list(dict.fromkeys(key for one in objects for key in one))
    for number, one in enumerate(objects):
        seen = rows.cells(number)
        for column in columns.top:
            key, read = column.path[0], rows.reader(column.path).read(number)
            if key in one:
                assert json.loads(rows.cell(number, column.path).raw) == one[key]
                assert read is not None
                assert json.loads(read) == one[key]
                assert json.loads(seen[column.path].raw) == one[key]
            else:
                assert read is None
                assert rows.cell(number, column.path).kind == "missing"
                assert column.path not in seen


def test_a_key_that_comes_in_a_late_row_is_offered():
    objects = [{"id": n, "o": {"late": 1}} for n in range(3000)] + [{"id": 0, "late": True}]
    columns = columns_of(rows_of(json.dumps(objects).encode()))
    assert [one.name for one in columns.top] == ["id", "o", "late"]


def test_a_key_that_is_nested_before_it_is_the_rows_own_is_found():
    rows = rows_of(b'[{"o": {"id": 1}, "t": "\\"id\\": 3", "id": 2}, {"o": {"id": 7}}]')
    assert rows.reader(("id",)).read(0) == b"2"
    assert rows.reader(("id",)).read(1) is None


def test_nested_columns_are_offered_behind_theirs():
    rows = rows_of(b'[{"owner": {"email": "a@b", "more": {"x": 1}}, "id": 1}]')
    names = [one.name for one in columns_of(rows).all]
    assert names == ["owner", "owner.email", "owner.more", "owner.more.x", "id"]
    assert rows.cell(0, ("owner", "more", "x")).raw == b"1"


@pytest.mark.parametrize(
    ("data", "title", "count"),
    [
        (b'[{"a": 1}, {"a": 2}]', "$", 2),
        (b'{"meta": [1, 2], "data": {"items": [{"a": 1}]}}', "$.data.items", 1),
        (b'{"a": {"x": 1}, "b": {"x": 2}}', "$", 2),
        (b'{"a": 1}\n{"a": 2}\n{"a": 3}\n', "$", 3),
        (b"[[1, 2], [3, 4]]", "$", 2),
        (b"[1, 2, 3]", "$", 3),
    ],
)
def test_the_best_rows_are_taken(data, title, count):
    found = first_found(data)
    assert (found.title, found.count) == (title, count)


def test_all_lists_are_offered_with_their_sizes():
    data = b'{"items": [{"a": 1}], "tags": ["x", "y"], "deep": {"list": [[1], [2], [3]]}}'
    assert {one.title: one.count for one in look(data) if one is not None} == {"$.items": 1, "$.tags": 2, "$.deep.list": 3}


@pytest.mark.parametrize("data", [b"{}", b"[]", b'"text"', b"12", b'{"a": 1, "b": {"c": 2}}', b"", b"nonsense"])
def test_what_has_no_rows_is_not_offered(data):
    assert votes(Opened.of_text(data, "json")) == 0


def test_a_large_body_is_judged_by_its_beginning_alone():
    objects = b",".join(b'{"id": %d, "name": "x"}' % n for n in range(20_000))
    data = b'{"total": 20000, "items": [' + objects + b'], "after": [1]}'
    found = first_found(data)
    assert (found.title, found.holds, found.count) == ("$.items", "object", None)
    rows = found.rows(data)
    for _step in rows.steps():
        pass
    assert (len(rows), rows.problem) == (20_000, "")
    assert votes(Opened.of_text(data, "json")) > 0


def test_members_of_an_object_have_their_key_in_the_first_column():
    rows = rows_of(b'{"ann": {"age": 1}, "b\\u0065n": {"age": 2}}')
    assert [one.path for one in columns_of(rows).top] == [KEY, ("age",)]
    assert rows.cell(1, KEY).raw == b"ben"
    assert rows.place(1, ("age",)) == ("ben", "age")


def test_scalars_are_one_column():
    rows = rows_of(b'[1, "two", null]')
    assert [one.path for one in columns_of(rows).top] == [ITSELF]
    assert [shown(rows.cell(number, ITSELF)) for number in range(3)] == ["1", "two", "null"]


def test_rows_that_are_lists_have_numbered_columns():
    rows = rows_of(b'[[1, {"a": 2}], [3]]')
    assert [one.path for one in columns_of(rows).top] == [(0,), (1,)]
    assert [shown(rows.cell(0, (number,))) for number in range(2)] == ["1", '{"a": 2}']
    assert rows.cell(1, (1,)).kind == "missing"
    assert rows.place(0, (1,)) == (0, 1)


def test_what_is_broken_in_a_row_is_a_cell_of_its_own():
    rows = rows_of(b'[{"a": 1, oops, "b": 2}]')
    assert [one.path for one in columns_of(rows).top] == [("a",), (1,), ("b",)]
    assert rows.cell(0, (1,)) == ("broken", b"oops", 1, False)


def test_a_broken_row_is_shown_as_it_is():
    rows = rows_of(b'[{"a": 1}, {"a": tru, "b": 2}, {"a": 3}]')
    assert rows.cells(1)[("a",)].kind == "broken"
    assert rows.cell(2, ("a",)).raw == b"3"


def test_rows_nested_deeper_than_the_expression_knows():
    deep = "[" * 40 + "]" * 40
    rows = rows_of(f'[{{"deep": {deep}, "after": 1}}]'.encode())
    assert rows.reader(("after",)).read(0) == b"1"
    assert rows.cells(0)[("deep",)].raw == deep.encode()


CORPUS = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[4] / "shared" / "corpora") / "json"
SEED = b'[{"a":1,"b":"x","c":{"d":[1,2]}},{"a":null,"a":2,"e":"\\u00e9"},{}]'


def every_way_agrees(data: bytes) -> None:
    """All rows that a text has can be read, and each way of reading a cell says the same."""
    votes(Opened.of_text(data, "json"))
    for found in look(data):
        if found is None:
            continue
        rows = found.rows(data)
        for _step in rows.steps():
            pass
        columns_of(rows)
        for row in range(min(len(rows), 50)):
            for path, cell in rows.cells(row).items():
                whole = rows.cell(row, path)
                assert cell.cut or cell.raw == whole.raw
                assert rows.reader(path).read(row) == whole.raw


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpora are not here (CURLEW_CORPORA)")
def test_no_file_of_the_corpus_hurts():
    files = [path for path in CORPUS.iterdir() if path.is_file() and path.stat().st_size < 100_000]
    assert files
    for path in files:
        every_way_agrees(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))


@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.sampled_from(list(b'{}[],:"\\ 0a\n/-e'))), max_size=6))
def test_what_is_nearly_json_is_read_the_same_in_each_way(changes):
    data = bytearray(SEED)
    for at, byte in changes:
        data[at] = byte
    every_way_agrees(bytes(data))
