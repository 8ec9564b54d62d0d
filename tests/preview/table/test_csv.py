"""CSV: cut as the standard library does, quoted line breaks and all; written so that it is read back the same."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.opened import Opened
from curlew.preview.table import csv as csv_rows
from curlew.preview.table.columns import Column, Columns
from curlew.preview.table.csv import CsvRows, Dialect, fields, sniff
from curlew.preview.table.look import votes
from curlew.preview.table.text import as_csv, as_json, as_tsv

FIELD = st.text(alphabet='ab,;"\n\r\t é0=', max_size=6)


def rows_of(data: bytes, dialect: Dialect) -> CsvRows:
    rows = CsvRows(data, dialect)
    for _step in rows.steps():
        pass
    return rows


def columns_of(rows) -> list:
    columns = Columns(rows)
    columns.sample()
    for _step in columns.steps():
        pass
    return columns.top


@given(st.lists(st.lists(FIELD, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_rows_are_those_of_the_standard_library(table, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    rows = rows_of(text.getvalue().encode(), Dialect(delimiter, header=False))
    assert len(rows) == len(table)
    for number, wanted in enumerate(table):
        cells = rows.cells(number)
        assert [cells[(at,)].raw.decode() for at in range(len(cells))] == wanted
        assert [(rows.reader((at,)).read(number) or b"").decode() for at in range(len(wanted))] == wanted


@given(st.lists(st.lists(FIELD.filter(bool), min_size=2, max_size=3), min_size=1, max_size=5))
def test_what_is_copied_as_csv_is_read_back_the_same(table):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)
    rows = rows_of(text.getvalue().encode(), Dialect(",", header=False))
    columns = columns_of(rows)
    copied = "".join(as_csv(rows, range(len(rows)), columns))
    back = list(csv.reader(io.StringIO(copied, newline="")))
    assert back[1:] == [[*wanted, *[""] * (len(columns) - len(wanted))] for wanted in table]


@pytest.mark.parametrize(
    ("text", "delimiter", "header"),
    [
        ("id,name\n1,a\n2,b\n", ",", True),
        ("id;price\n1;1,5\n2;2,5\n", ";", True),
        ("1\t2\n3\t4\n", "\t", False),
        ("a|b\nc|d\n", "|", True),
        ('"x, y",2\n"z, w",3\n', ",", False),
    ],
)
def test_delimiter_and_titles_are_found(text, delimiter, header):
    assert sniff(text.encode()) == Dialect(delimiter, header)


@pytest.mark.parametrize("text", ["", "one line", "Dear all,\nthis is prose, with commas.\nNo table, at all, is here.\n"])
def test_prose_is_no_table(text):
    assert votes(Opened.of_text(text.encode(), "text")) == 0


def test_declared_csv_is_shown_as_a_table_first():
    assert votes(Opened.of_text(b"a,b\n1,2\n", "csv")) > 0.9


def test_broken_rows_are_shown_and_marked():
    rows = rows_of(b'a,b\n2,"x"y\n3\n4,5,6\n1,"never closed\n', Dialect(","))
    assert len(rows) == 4
    assert rows.cells(0)[(1,)] == ("broken", b"xy", 1, False)
    assert rows.cells(1).get((1,)) is None
    assert rows.cells(3)[(1,)] == ("broken", b'"never closed', 1, False)
    assert [one.name for one in columns_of(rows)] == ["a", "b", "column 3"]


def test_G24_csv_of_30_000_rows_is_whole():
    lines = "".join(f'{n},"name ""{n}""\nsecond line",{n}.50\r\n' for n in range(30_000))
    rows = rows_of(f"id,name,price\r\n{lines}".encode(), Dialect(","))
    assert len(rows) == 30_000
    assert rows.cell(29_999, (1,)).raw.decode() == 'name "29999"\nsecond line'
    assert rows.cell(29_999, (2,)).raw == b"29999.50"


def test_H17_formulas_are_made_harmless_where_asked_only():
    rows = rows_of(b"a,b\n=1+1,-5\n@x,+y\n", Dialect(","))
    columns = columns_of(rows)
    assert "".join(as_csv(rows, range(2), columns)) == "a,b\r\n=1+1,-5\r\n@x,+y\r\n"
    assert "".join(as_csv(rows, range(2), columns, guard=True)) == "a,b\r\n'=1+1,-5\r\n'@x,'+y\r\n"


def test_rows_as_json_and_with_tabs():
    rows = rows_of(b'id,name\n1.10,"a\tb"\n,x\n', Dialect(","))
    columns = columns_of(rows)
    assert "".join(as_json(rows, range(2), None)) == '[\n  {"id": 1.10, "name": "a\\tb"},\n  {"name": "x"}\n]\n'
    assert "".join(as_tsv(rows, range(2), columns, header=True)) == 'id\tname\n1.10\t"a\tb"\n\tx\n'


def test_a_row_of_very_many_columns_is_cut_once_for_all_its_cells(monkeypatch):
    rows = rows_of(b"a,b\n" + b"x," * 400_000 + b"y\n1,2\n", Dialect(",", header=True))
    cut = []

    def counting(record, delimiter, *most):
        found = fields(record, delimiter, *most)
        cut.append(len(found))
        return found

    monkeypatch.setattr(csv_rows, "fields", counting)
    columns = [Column((number,), str(number)) for number in range(2000)]
    lines = "".join(as_tsv(rows, range(2), columns)).splitlines()
    assert lines == ["\t".join("x" * 2000), "1\t2" + "\t" * 1998]
    assert sum(cut) < 5000
    assert rows.cell(0, (400_000,)).raw == b"y"
    assert rows.cell(0, (400_001,)).kind == rows.cell(1, (2,)).kind == "missing"
