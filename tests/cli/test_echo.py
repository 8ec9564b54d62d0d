"""`curlew echo` as a process of its own."""

import signal
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from curlew.mock.identity import address_in

COMMAND = [sys.executable, "-m", "curlew", "echo"]


def start(*options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def address_of(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    return address_in(process.stdout.readline().decode())


def test_it_tells_where_it_listens_and_ends_with_its_parent() -> None:
    with start("--port", "0", "--parent-pipe", "--verbose") as process:
        address = address_of(process)
        with urllib.request.urlopen(address + "/get?a=1", timeout=10) as answer:
            assert answer.status == 200
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stderr.read().startswith(b"GET /get?a=1 200 ")


def test_with_tls_it_tells_who_vouches_for_it(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    with start("--port", "0", "--tls", "--ca-file", str(ca_file), "--host", "api.test", "--parent-pipe") as process:
        assert address_of(process)
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip().removeprefix("With TLS at ")
        assert process.stdout.readline().decode().strip().endswith(str(ca_file))
        context = ssl.create_default_context(cafile=str(ca_file))
        with urllib.request.urlopen(address + "/get", timeout=10, context=context) as answer:
            assert answer.status == 200
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_ca_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--port", "0", "--ca-file", str(tmp_path)], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert "Name another file after --ca-file." in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_told_to(number: signal.Signals) -> None:
    with start("--port", "0") as process:
        assert address_of(process)
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_port_taken_by_another_of_ours_is_said_so() -> None:
    with start("--port", "0", "--parent-pipe") as first:
        port = address_of(first).rpartition(":")[2]
        second = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, check=False, timeout=20)
        assert first.stdin is not None
        first.stdin.close()
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.splitlines() == [
        f"curlew: Port {port} is taken",
        f"Another Curlew echo server (process {first.pid}) listens there.",
        "Choose another port with --port, or --port 0 for any free one.",
    ]
