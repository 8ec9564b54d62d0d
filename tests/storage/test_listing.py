import os
from itertools import count
from pathlib import Path

import pytest

from curlew.model.tree import ItemKind
from curlew.storage.listing import Lister, shown
from curlew.storage.parsing import parse_row
from helpers.workspaces import a_collection, request_text, write_tree


def listed(folder: Path, ignored: tuple[str, ...] = (), known=None):
    """List a collection; return the listing and its outline: (kind, name) with folders as (kind, name, children)."""
    ids = count(1)
    listing = Lister(folder, lambda _path: next(ids), known or {}, parse_row, ignored).below(folder, 0)

    def outline(item_id):
        found = []
        for child in listing.children.get(item_id, ()):
            item = listing.items[child]
            found.append((item.kind.value, item.name, *([outline(child)] if item.kind is ItemKind.FOLDER else [])))
        return found

    return listing, outline(0)


def test_folders_come_first_then_requests_by_number_and_name(tmp_path):
    folder = a_collection(
        tmp_path,
        z=request_text("Z", 1),
        b=request_text("b", 2),
        a=request_text("A", 2),
        half=request_text("Half", 1.5),
        pets={"folder.yml": "info:\n  name: Pets\n  type: folder\n  seq: 2\n"},
        users={"folder.yml": "info:\n  name: Users\n  type: folder\n  seq: 1\n"},
        plain={},
    )
    assert listed(folder)[1] == [
        ("folder", "Users", []),
        ("folder", "Pets", []),
        ("folder", "plain", []),
        ("request", "Z"),
        ("request", "Half"),
        ("request", "A"),
        ("request", "b"),
    ]


def test_what_is_no_item_is_left_out(tmp_path):
    folder = a_collection(tmp_path, a=request_text("A"))
    write_tree(folder, {
        "environments": {"dev.yml": "name: dev\n"}, "node_modules": {"x.yml": request_text("X")}, ".git": {"y.yml": "y"},
        ".hidden.yml": request_text("H"), "notes.txt": "", "b.yaml": request_text("B"), "build": {"c.yml": request_text("C")},
        "sub": {"environments": {"d.yml": request_text("D")}, "opencollection.yml": "x"},
    })  # fmt: skip
    assert listed(folder, ("build", "sub/gone"))[1] == [
        ("folder", "sub", [("folder", "environments", [("request", "D")])]),
        ("request", "A"),
    ]


def test_A14_one_bad_file_of_a_hundred_leaves_ninety_nine(tmp_path):
    rows = {f"r{n}": request_text(f"R{n}", n) for n in range(99)}
    listing, found = listed(a_collection(tmp_path, bad="info:\n  name: [\n", **rows))
    assert len(found) == 100
    (broken,) = [item for item in listing.items.values() if item.kind is ItemKind.BROKEN]
    assert (broken.name, broken.path.name) == ("bad", "bad.yml")


def test_A17_a_broken_file_names_its_line_and_reason(tmp_path):
    listing, _ = listed(a_collection(tmp_path, bad="info:\n  name: x\n  type: http\n\thttp: 1\n"))
    (broken,) = listing.items.values()
    assert broken.kind is ItemKind.BROKEN
    assert broken.line == 4
    assert broken.problem


def test_B15_merge_conflict_markers_are_shown_as_such(tmp_path):
    text = request_text("A").replace("  seq: 1\n", "<<<<<<< ours\n  seq: 1\n=======\n  seq: 2\n>>>>>>> theirs\n")
    row = parse_row(str(a_collection(tmp_path, a=text) / "a.yml")).row
    assert row.kind is ItemKind.BROKEN
    assert "conflict" in row.problem.lower()
    assert row.line == 4


def test_B09_links_inside_are_followed_and_others_left_out_with_a_note(tmp_path):
    folder = a_collection(tmp_path / "api", real=request_text("Real"), pets={"in.yml": request_text("In")})
    outside = write_tree(tmp_path / "outside", {"secret.yml": request_text("Secret"), "deep": {"x.yml": "x"}})
    (folder / "link.yml").symlink_to("real.yml")
    (folder / "dangling.yml").symlink_to("nowhere.yml")
    (folder / "out.yml").symlink_to(outside / "secret.yml")
    (folder / "away").symlink_to(outside / "deep")
    (folder / "pets" / "loop").symlink_to(folder / "pets")
    (folder / "pets" / "top").symlink_to(folder)
    (folder / "self.yml").symlink_to("self.yml")
    listing, found = listed(folder)
    assert found == [("folder", "pets", [("request", "In")]), ("request", "Real"), ("request", "Real")]
    assert len(listing.notes) == 6
    assert any("dangling.yml" in note and "nowhere" in note for note in listing.notes)


def test_B09_two_folders_that_link_to_each_other_end(tmp_path):
    folder = a_collection(tmp_path / "api", a={}, b={})
    (folder / "a" / "to-b").symlink_to(folder / "b")
    (folder / "b" / "to-a").symlink_to(folder / "a")
    _, found = listed(folder)
    assert found == [
        ("folder", "a", [("folder", "to-b", [])]),
        ("folder", "b", [("folder", "to-a", [])]),
    ]


@pytest.mark.skipif(os.name == "nt", reason="file names are text on Windows")
def test_B07_a_file_name_that_is_no_utf8_is_listed_escaped(tmp_path):
    folder = a_collection(tmp_path)
    with open(os.fsencode(folder) + b"/caf\xe9.yml", "wb") as file:
        file.write(b"http:\n  url: x\n")
    os.mkdir(os.fsencode(folder) + b"/d\xff")
    listing, found = listed(folder)
    assert found == [("folder", "d\\xff", []), ("request", "caf\\xe9")]
    item = next(item for item in listing.items.values() if item.name == "caf\\xe9")
    assert item.path.read_bytes() == b"http:\n  url: x\n"


def test_B08_any_character_in_a_path(tmp_path):
    folder = a_collection(tmp_path / "a !&#%{b} 'c'\n", **{"p !&#%": request_text("P")})
    assert listed(folder)[1] == [("request", "P")]


def test_B20_byte_order_marks_and_cr_lf_are_read(tmp_path):
    folder = a_collection(tmp_path, a=b"\xef\xbb\xbf" + request_text("Bom").encode(), b=request_text("Crlf", 2).replace("\n", "\r\n"))
    assert listed(folder)[1] == [("request", "Bom"), ("request", "Crlf")]


def test_a_file_that_says_it_is_a_folders_is_shown_as_unknown(tmp_path):
    listing, _ = listed(a_collection(tmp_path, copy="info:\n  name: Pets\n  type: folder\n"))
    (item,) = listing.items.values()
    assert (item.kind, item.name) == (ItemKind.OPAQUE, "Pets")


def test_a_folder_that_cannot_be_read_is_noted(tmp_path, monkeypatch):
    folder = a_collection(tmp_path, a=request_text("A"), shut={})
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listing, found = listed(folder)
    assert found == [("folder", "shut", []), ("request", "A")]
    assert "Permission denied" in listing.notes[0]


def test_names_are_shown_as_they_are_where_they_are_text():
    assert shown("Büro 好") == "Büro 好"
