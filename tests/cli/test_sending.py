from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from curlew.cli.main import run


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Serve one connection with exactly these bytes, in a thread; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _address = listener.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join(5)


def test_C12_what_is_missing_of_a_body_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nab") as url:
        code = run(["send", url, "--json"], lambda _arguments: 99)
    told = json.loads(capfd.readouterr().out)
    assert code == 1
    assert (told["response"]["status"], told["response"]["body"]) == (200, {"text": "ab"})
    assert told["error"]["kind"] == "closed"
    assert told["notes"] == ["Incomplete: 2 of 100 bytes came before the connection ended."]


def test_C28_a_body_that_could_not_be_unpacked_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nab") as url:
        code = run(["send", url], lambda _arguments: 99)
    out, err = capfd.readouterr()
    assert (code, out.strip()) == (0, "ab")
    assert "The br data ended early" in err
