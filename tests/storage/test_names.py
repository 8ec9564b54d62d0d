"""File names: safe everywhere, never lost, never over another."""

import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.storage.names import LONGEST, environment_path, free_name, free_path, free_paths, key, renamed_path, slug

WORDS = r"""/ \ . .. ... - a/b a\b ../../etc/passwd C:\x a:b a:b:$DATA a*b a?b a"b a<b> a|b con CON Con.txt prn AUX nul nul.yml com1
COM9.a lpt1 LPT0 conin$ CLOCK$ .hidden .git -rf folder Folder opencollection workspace environments node_modules a. %2e%2e $(rm) `x` ! {{v}}
é É ß ı İ 好 😀"""
OTHERS = ["", " ", "a ", "a. .", "\x00", "\n", "a\tb", "\u202eevil", "\ud83d", "\udcff", "e\u0301", "好" * 86, "x" * 10_000, "a!b&c#d%e f"]
EVIL = [*WORDS.split(), *OTHERS]


@pytest.mark.parametrize("name", EVIL)
def test_B02_slugs_are_safe_on_every_system(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9._-]+", made)
    assert len(made) <= LONGEST + 9
    assert made[0] not in ".-"
    assert made[-1] not in ". "
    assert not re.fullmatch(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", made)
    assert made not in ("folder", "opencollection", "workspace", "environments", "node_modules")


@settings(max_examples=300)
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_B01_any_name_gives_a_safe_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]*", slug(name))


def test_slugs_are_what_a_person_expects() -> None:
    assert [slug(name) for name in ("List pets", "GET /users/:id", "Größe ändern", "v1.2", "a  b--c")] == [
        "list-pets",
        "get-users-id",
        "grosse-andern",
        "v1.2",
        "a-b-c",
    ]


def test_B05_long_names_differ_by_their_hash() -> None:
    assert slug("x" * 10_000) != slug("x" * 9_999)
    assert slug("好" * 86) != slug("好" * 85)


def test_B04_five_hundred_colliding_names_are_five_hundred_files(tmp_path: Path) -> None:
    for number in range(500):
        name = ("A b", "a-b", "a  B", "Á b", "A\u0301 b")[number % 5]
        free_path(tmp_path, name, ".yml").touch(exist_ok=False)
    listed = os.listdir(tmp_path)
    assert len({key(name) for name in listed}) == 500


def test_B04_composed_and_decomposed_names_are_one() -> None:
    assert key("É.yml") == key(unicodedata.normalize("NFD", "é.yml"))
    assert free_name("a", ".yml", ["A.YML"]) == "a-2.yml"


def test_B03_a_change_of_case_alone_is_free(tmp_path: Path) -> None:
    (tmp_path / "Pets.yml").touch()
    assert renamed_path(tmp_path / "Pets.yml", "pets", ".yml") == tmp_path / "pets.yml"


def test_a_rename_that_changes_no_slug_changes_no_file(tmp_path: Path) -> None:
    for name in ("list-pets.yml", "list-pets-2.yml"):
        assert renamed_path(tmp_path / name, "List, pets!", ".yml") == tmp_path / name


def test_a_rename_never_takes_a_name_in_use(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml", "B-2.yml"):
        (tmp_path / name).touch()
    assert renamed_path(tmp_path / "a.yml", "B", ".yml").name == "b-3.yml"


def test_moved_files_keep_their_names_where_free(tmp_path: Path) -> None:
    (tmp_path / "GET users.yml").touch()
    moved = free_paths(tmp_path, ["get USERS.yml", "Über.yml", "inner", "inner"])
    assert [path.name for path in moved] == ["get USERS-2.yml", "Über.yml", "inner", "inner-2"]


def test_B07_a_name_that_is_no_unicode_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.yml")).touch()
    assert free_path(tmp_path, "\udcff", ".yml").name.startswith("item-")


def test_environments_keep_names_that_are_safe(tmp_path: Path) -> None:
    (tmp_path / "local.yml").touch()
    made = [environment_path(tmp_path, name).name for name in ("Staging EU", "Local", "a/b", "CON", "x.", "é")]
    assert made == ["Staging EU.yml", "Local-2.yml", "a-b.yml", "con-1.yml", "x.yml", "e.yml"]


def test_a_missing_folder_has_every_name_free(tmp_path: Path) -> None:
    assert free_path(tmp_path / "none", "a") == tmp_path / "none" / "a"
