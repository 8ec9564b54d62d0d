"""A request's file with all that it inherits, found by climbing."""

from pathlib import Path

import pytest

from curlew.engine.standalone import find_place, read_request
from curlew.errors import BrokenFileError, UsageError
from curlew.model.template import Layer, Scope

COLLECTION = "opencollection: 1.0.0\ninfo:\n  name: C\nrequest:\n  headers:\n    - name: X\n      value: '1'\n"
REQUEST = "info:\n  name: R\n  type: http\nhttp:\n  method: PUT\n  url: http://h/\n"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    root = tmp_path / "work" / "c"
    (root / "a" / "b").mkdir(parents=True)
    (root / "environments").mkdir()
    (tmp_path / "work" / "environments").mkdir()
    (tmp_path / "work" / "workspace.yml").write_text("opencollection: 1.0.0\ninfo:\n  name: W\n  type: workspace\n")
    (tmp_path / "work" / "environments" / "Global.yml").write_text("name: Global\nvariables:\n  - name: g\n    value: '1'\n")
    (root / "opencollection.yml").write_text(COLLECTION)
    (root / "environments" / "dev-1.yml").write_text("name: Dev\nvariables:\n  - name: v\n    value: dev\n")
    (root / "environments" / "Sub.yml").write_text("name: Sub\nextends: Dev\nvariables: []\n")
    (root / "environments" / "Bad.yml").write_text("name: [\n")
    (root / "a" / "folder.yml").write_text("info:\n  name: A\n  type: folder\n")
    (root / "a" / "b" / "r.yml").write_text(REQUEST)
    return root


def test_folders_and_collection_from_the_nearest(collection: Path) -> None:
    place = find_place(collection / "a" / "b")
    assert (place.collection, place.workspace) == (collection, collection.parent)
    assert [(above.kind, above.name) for above in place.above] == [("folder", "A"), ("collection", "C")]
    assert place.above[1].defaults.headers[0].name == "X"


def test_only_the_nearest_collection_counts(collection: Path) -> None:
    (collection.parent / "opencollection.yml").write_text(COLLECTION.replace("C", "Outer"))
    assert [above.name for above in find_place(collection / "a").above] == ["A", "C"]


def test_without_a_collection_nothing_is_inherited(tmp_path: Path) -> None:
    place = find_place(tmp_path)
    assert (place.collection, place.above) == (None, ())
    with pytest.raises(UsageError) as caught:
        place.environment("Dev")
    assert "opencollection.yml" in caught.value.reason


@pytest.mark.parametrize("name", ["Dev", "dev-1"])
def test_an_environment_by_its_name_or_its_file(collection: Path, name: str) -> None:
    found, is_workspace = find_place(collection).environment(name)
    assert (found.name, is_workspace) == ("Dev", False)


def test_an_environment_brings_what_it_extends(collection: Path) -> None:
    found, _ = find_place(collection).environment("Sub")
    assert [variable.value for variable in found.variables] == ["dev"]


def test_an_environment_brings_its_env_file(collection: Path) -> None:
    (collection / "environments" / "Env.yml").write_text("name: Env\ndotEnvFilePath: .env\nvariables:\n  - name: a\n    value: own\n")
    (collection / ".env").write_text("a=file\nb=2\n")
    found, _ = find_place(collection).environment("Env")
    scope = Scope([Layer("environment", "Env", found.variables)])
    assert [scope.value(name).value for name in "ab"] == ["own", "2"]


def test_a_workspace_environment(collection: Path) -> None:
    found, is_workspace = find_place(collection).environment("Global")
    assert (found.name, is_workspace) == ("Global", True)


def test_an_unknown_environment_names_those_there_are(collection: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_place(collection).environment("dev")
    assert "Dev" in caught.value.reason
    assert "Global" in caught.value.reason


def test_a_broken_environment_is_told_with_its_line(collection: Path) -> None:
    with pytest.raises(BrokenFileError) as caught:
        find_place(collection).environment("Bad")
    assert caught.value.path.endswith("Bad.yml")


def test_a_broken_folder_on_the_way_is_told(collection: Path) -> None:
    (collection / "a" / "folder.yml").write_text("info: {\n")
    with pytest.raises(BrokenFileError) as caught:
        find_place(collection / "a" / "b")
    assert caught.value.path.endswith("folder.yml")


def test_what_is_no_request_is_told(collection: Path) -> None:
    assert read_request(collection / "a" / "b" / "r.yml").method == "PUT"
    for path in (collection / "opencollection.yml", collection / "a" / "folder.yml"):
        with pytest.raises(UsageError) as caught:
            read_request(path)
        assert "no request" in caught.value.title
    with pytest.raises(UsageError):
        read_request(collection / "missing.yml")
