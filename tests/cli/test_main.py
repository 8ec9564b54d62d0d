"""The command line as a whole: what opens the window, what is refused, what processes do."""

import subprocess
import sys
from pathlib import Path

import pytest

from curlew import __version__
from curlew.cli.commands import COMMAND_IDS, commands
from curlew.cli.main import run


class Window:
    """Stands in for the window and keeps what it was opened with."""

    def __init__(self) -> None:
        self.arguments: list[list[str]] = []

    def __call__(self, arguments: list[str]) -> int:
        self.arguments.append(arguments)
        return 0


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert run([option], Window()) == 0
    assert capsys.readouterr().out == f"curlew {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *([name, "--help"] for name in COMMAND_IDS)])
def test_help(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    window = Window()
    assert run(arguments, window) == 0
    assert capsys.readouterr().out.startswith("usage: curlew")
    assert window.arguments == []


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"], Window())
    out = capsys.readouterr().out
    assert all(command.summary in out for command in commands())


def test_the_table_and_its_ids_agree() -> None:
    assert tuple(command.id for command in commands()) == COMMAND_IDS
    assert all(callable(command.load().run) for command in commands())


def test_the_window_opens_on_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c").mkdir()
    window = Window()
    for arguments in ([], ["--sample"], ["c"], [str(tmp_path / "c")]):
        assert run(arguments, window) == 0
    assert window.arguments == [[], ["--sample"], [str(tmp_path / "c")], [str(tmp_path / "c")]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a\x1b[31mb"], "no file or folder “ab”"),
        (["sned"], "no file or folder “sned”"),
        (["--frob"], "unrecognized arguments: --frob"),
        ([".", "--sample"], "not both"),
        ([".", "."], "unrecognized arguments"),
        (["--version", "x"], "--version stands alone"),
        (["echo", "--port", "70000"], "is no port"),
        (["echo", "--port", "x"], "is no port"),
    ],
)
def test_wrong_calls_are_told(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    window = Window()
    assert run(arguments, window) == 2
    out, err = capsys.readouterr()
    assert (out, window.arguments) == ("", [])
    assert said in err


def test_a_fault_is_told_in_words(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_arguments: list[str]) -> int:
        raise ZeroDivisionError("by nought")

    assert run([], broken) == 1
    assert "Something went wrong inside Curlew: ZeroDivisionError: by nought" in capsys.readouterr().err
    monkeypatch.setenv("CURLEW_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run([], broken)


def test_an_interrupt_ends_quietly() -> None:
    def interrupted(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    assert run([], interrupted) == 130


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = "import sys; from curlew.cli.main import run; sys.exit(run(['--help'], lambda _: 0) or run(['send', '--help'], lambda _: 0))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_version_needs_nothing_heavy() -> None:
    program = (
        "import sys; before = set(sys.modules); from curlew.__main__ import main; sys.argv = ['curlew', '--version']; main(); "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"argparse", "asyncio", "dataclasses", "gettext", "httpx", "re", "typing", "yaml"} & set(done.stdout.splitlines()[1].split())


def test_help_about_sending_needs_nothing_of_what_a_send_does() -> None:
    program = (
        "import contextlib, sys; from curlew.__main__ import main; sys.argv = ['curlew', 'send', '--help']\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print(*(name for name in sys.modules if name.startswith('curlew.')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    parts = {name.split(".")[1] for name in done.stdout.splitlines()[-1].split()}
    assert "cli" in parts
    assert not {"model", "net", "engine", "storage", "ui"} & parts


def test_a_negative_number_is_a_value_though_some_options_look_like_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["send", "http://127.0.0.1:9", "--max-redirs", "-1", "-4", "--proxy", ""], Window()) == 1
    capsys.readouterr()
    assert run(["send", "http://127.0.0.1:9", "--connect-timeout", "-1"], Window()) == 2
    assert "-1 is no time" in capsys.readouterr().err
