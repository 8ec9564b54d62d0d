"""Changing a file's text in place."""

import pytest

from curlew.storage.opencollection.patch import patched
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.sameness import same
from helpers.hunks import hunks

FILE = """\
# head
info:
  name: a   # the name
  seq: 1
  tags: [x, 'y']

http:
  url: "u"
  headers:
  # first
  - name: A
    value: 1
    # about B
  - name: B
    value: b
  body:
    type: json
    data: |-   # text
        {
          "a": 1,

          "b": 2
        }
  auth: inherit

# settings here
settings:
  timeout: 5
"""


def change(text: str, *path: object, to: object = ..., without: bool = False) -> tuple[str, object]:
    """Return the text patched so that the value at a path is another (or gone), and what it should say."""
    tree = read(text).data
    place = tree
    for step in path[:-1]:
        place = place[step]
    if without:
        del place[path[-1]]
    elif isinstance(place, list) and path[-1] == len(place):
        place.append(to)
    else:
        place[path[-1]] = to
    result = patched(text, read(text), tree, 100)
    assert result is not None
    return result, tree


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("info", "name"), "new: name"),
        (("info", "name"), "two\nlines"),
        (("info", "seq"), 2),
        (("info", "tags", 1), "z, w"),
        (("info", "tags"), ["x", "y", "z"]),
        (("info", "description"), "d"),
        (("http", "headers", 0, "value"), "2"),
        (("http", "headers", 1, "disabled"), True),
        (("http", "headers", 2), {"name": "C", "value": "c"}),
        (("http", "body", "data"), '{\n  "a": 1,\n\n  "b": 3\n}'),
        (("http", "body", "data"), "plain"),
        (("http", "body"), {"type": "text", "data": "x"}),
        (("http", "auth"), {"type": "basic", "username": "u"}),
        (("runtime",), {"scripts": [{"type": "tests", "code": "a\nb"}]}),
        (("settings", "timeout"), "inherit"),
        (("docs",), "line\n\nline\n\n"),
    ],
)
def test_one_change_is_one_hunk_that_says_it(path: tuple[object, ...], to: object) -> None:
    text, tree = change(FILE, *path, to=to)
    assert same(read(text).data, tree) or path[0] == "runtime"
    assert hunks(FILE, text) == 1
    assert text.count("#") == FILE.count("#")


@pytest.mark.parametrize(
    "path", [("info", "seq"), ("info", "tags"), ("http", "headers", 0), ("http", "headers", 1), ("http", "body"), ("settings",), ("info",)]
)
def test_removing_takes_only_its_lines(path: tuple[object, ...]) -> None:
    text, tree = change(FILE, *path, without=True)
    assert same(read(text).data, tree)
    assert hunks(FILE, text) == 1
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text


def test_the_first_key_of_a_list_item_can_go() -> None:
    text, tree = change("a:\n  - b: 1\n    c: 2\n", "a", 0, "b", without=True)
    assert text == "a:\n  - c: 2\n"
    assert same(read(text).data, tree)


def test_unchanged_lines_of_a_block_keep_their_blanks() -> None:
    file = "a:\n  b: |-\n    x\n    \n    y\n      \n    z\n"
    text, _tree = change(file, "a", "b", to="x\n\ny\n  \nnew")
    assert text == "a:\n  b: |-\n    x\n    \n    y\n      \n    new\n"


def test_crlf_files_stay_crlf() -> None:
    file = "info:\r\n  name: a\r\n  seq: 1\r\n"
    text, tree = change(file, "info", "tags", to=["x"])
    assert text == "info:\r\n  name: a\r\n  seq: 1\r\n  tags:\r\n    - x\r\n"
    assert same(read(text).data, tree)


def test_a_file_without_final_newline_gets_new_lines() -> None:
    text, tree = change("info:\n  name: a", "info", "seq", to=3)
    assert text == "info:\n  name: a\n  seq: 3\n"
    assert same(read(text).data, tree)


def test_a_byte_order_mark_stays() -> None:
    text, _tree = change("\ufeffname: a\n", "name", to="b")
    assert text == "\ufeffname: b\n"


def test_null_values_and_empty_items_are_filled_in() -> None:
    assert change("a:\nb: 1\n", "a", to="x")[0] == "a: x\nb: 1\n"
    assert change("a:\n  -\n  - y\n", "a", 0, to="x")[0] == "a:\n  - x\n  - y\n"


def test_moved_items_keep_their_lines() -> None:
    file = "l:\n  - a: 1 # one\n  - b: 2\n  - c: 3\n"
    tree = read(file).data
    tree["l"] = [tree["l"][1], tree["l"][2], tree["l"][0]]
    assert patched(file, read(file), tree, 100) == "l:\n  - b: 2\n  - c: 3\n  - a: 1 # one\n"


def test_reordered_keys_cannot_be_patched() -> None:
    assert patched("a: 1\nb: 2\n", read("a: 1\nb: 2\n"), {"b": "2", "a": "1"}, 100) is None


@pytest.mark.parametrize("block", ["|+\n  a\n", ">+\n  a\n", "|+  # kept\n  a\n  \t\n", "\n  content: |+\n    a\n"])
def test_a_block_that_keeps_its_breaks_gets_no_blank_line_behind_it(block: str) -> None:
    text, _tree = change(f"docs: {block}", "settings", to={"timeout": "1"})
    assert text == f'docs: {block}settings:\n  timeout: "1"\n'
