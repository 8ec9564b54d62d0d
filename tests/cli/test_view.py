"""`curlew view`: what is asked for wrongly is told in a sentence; files are handed to the viewer."""

import os
from pathlib import Path

import pytest

from curlew.cli.main import run
from curlew.model.viewing import MODES, Viewing
from curlew.ui.response.views import VIEWS


class Viewer:
    """Stands in for the viewer's windows."""

    def __init__(self) -> None:
        self.asked: list[Viewing] = []

    def __call__(self, viewing: Viewing) -> int:
        self.asked.append(viewing)
        return 0


@pytest.fixture
def viewer() -> Viewer:
    return Viewer()


def view(viewer: Viewer, *arguments: object) -> int:
    return run(["view", *map(str, arguments)], lambda _arguments: 99, viewer)


def test_a_file_is_handed_on_with_what_was_asked(viewer: Viewer, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    assert view(viewer, tmp_path / "a.csv", "--mode", "table", "--type", "text/csv", "--line", "3", "--timings") == 0
    assert viewer.asked == [Viewing((str(tmp_path / "a.csv"),), "table", "text/csv", 3, True)]


def test_several_files_are_opened_each_once_and_standard_input_too(viewer: Viewer, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"")
    assert view(viewer, tmp_path / "a", "-", tmp_path / "b", tmp_path / "a") == 0
    assert viewer.asked[0].files == (str(tmp_path / "a"), "-", str(tmp_path / "b"))


def test_every_way_to_look_can_be_asked_for() -> None:
    assert set(MODES) == set(VIEWS.ids())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: FILE"),
        (["{tmp}"], "is a folder"),
        (["{tmp}/none"], "There is no file"),
        (["{tmp}/a", "{tmp}/none"], "There is no file"),
        (["{tmp}/a", "--mode", "odd"], "invalid choice"),
        (["{tmp}/a", "--line", "0"], "no line number"),
        (["{tmp}/a", "--line", "٣"], "no line number"),
        (["{tmp}/a/b"], "cannot be read"),
        (["{tmp}/socket"], "no file that can be viewed"),
        (["a\0b"], "cannot be read"),
        ([f"{{tmp}}/{n}" for n in range(21)], "at most 20"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    viewer: Viewer, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    import socket

    (tmp_path / "a").write_bytes(b"")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        assert view(viewer, *(argument.format(tmp=tmp_path) for argument in arguments)) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert viewer.asked == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(viewer: Viewer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "a").chmod(0)
    assert view(viewer, tmp_path / "a") == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="a system with such devices")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full"])
def test_a_file_without_an_end_is_told(viewer: Viewer, capsys: pytest.CaptureFixture[str], device: str) -> None:
    assert view(viewer, device) == 2
    assert "no file that ends" in capsys.readouterr().err
    assert viewer.asked == []


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="a system with such devices")
def test_standard_input_without_an_end_is_told(viewer: Viewer, capsys: pytest.CaptureFixture[str]) -> None:
    kept = os.dup(0)
    endless = os.open("/dev/zero", os.O_RDONLY)
    try:
        os.dup2(endless, 0)
        assert view(viewer, "-") == 2
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(endless)
    assert "no file that ends" in capsys.readouterr().err
    assert viewer.asked == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with pipes that have names")
def test_what_ends_is_viewed_though_it_is_no_file(viewer: Viewer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    try:
        ours, theirs = os.openpty()
    except OSError:
        pytest.skip("no terminals here")
    try:
        assert view(viewer, tmp_path / "pipe", os.devnull, os.ttyname(theirs)) == 0
    finally:
        os.close(ours)
        os.close(theirs)
    assert len(viewer.asked[0].files) == 3
