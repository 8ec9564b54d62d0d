"""A small HTTP/2 client over a plain socket or TLS, for what the servers of these tests answer. It knows nothing of Curlew's own client."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    DataReceived,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
)

Pairs = list[tuple[str, str]]


@dataclass
class H2Answer:
    """What came back on one stream; `reset` is the error code of a reset, None without one."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    interim: list[tuple[int, Pairs]] = field(default_factory=list)
    trailers: Pairs = field(default_factory=list)
    body: bytes = b""
    reset: int | None = None


class H2Talk:
    """One connection; `ask` sends requests at the same time and returns their answers in order."""

    def __init__(self, port: int, context: ssl.SSLContext | None = None, name: str = "localhost") -> None:
        plain = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.link = context.wrap_socket(plain, server_hostname=name) if context is not None else plain
        self._scheme, self._authority = ("https" if context else "http"), f"{name}:{port}"
        self._http = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self._http.initiate_connection()
        self._flush()

    def ask(self, *requests: tuple[str, str], body: bytes = b"", headers: Pairs | None = None) -> list[H2Answer]:
        answers: dict[int, H2Answer] = {}
        for method, path in requests:
            number = self._http.get_next_available_stream_id()
            answers[number] = H2Answer()
            pseudo = [(":method", method), (":scheme", self._scheme), (":authority", self._authority), (":path", path)]
            self._http.send_headers(number, [*pseudo, *(headers or [])], end_stream=not body)
            if body:
                self._http.send_data(number, body, end_stream=True)
        self._flush()
        open_streams = set(answers)
        while open_streams:
            data = self.link.recv(65536)
            assert data, "the server closed the connection"
            for event in self._http.receive_data(data):
                open_streams -= self._note(event, answers)
            self._flush()
        return list(answers.values())

    def _note(self, event: object, answers: dict[int, H2Answer]) -> set[int]:
        match event:
            case InformationalResponseReceived(stream_id=number, headers=headers):
                pairs = [(str(name), str(value)) for name, value in headers]
                answers[number].interim.append((int(pairs[0][1]), pairs[1:]))
            case ResponseReceived(stream_id=number, headers=headers):
                answers[number].headers = {str(name): str(value) for name, value in headers}
                answers[number].status = int(answers[number].headers.pop(":status"))
            case DataReceived(stream_id=number, data=data, flow_controlled_length=length):
                answers[number].body += data
                self._http.acknowledge_received_data(length, number)
            case TrailersReceived(stream_id=number, headers=headers):
                answers[number].trailers = [(str(name), str(value)) for name, value in headers]
            case StreamReset(stream_id=number, error_code=code):
                answers[number].reset = int(code)
                return {number}
            case StreamEnded(stream_id=number):
                return {number}
        return set()

    def _flush(self) -> None:
        self.link.sendall(self._http.data_to_send())

    def close(self) -> None:
        self.link.close()
