"""HTTP/2 on one connection: any number of requests at once, each with a record of its own.

Everything that arrives is taken in by the loop's callback, at once and to its end, so that no cancelled send can leave the
connection in the middle of a frame, and no send ever reads for another.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

from curlew.net.errors import ReadingError, SendingError, StaleError, WritingError
from curlew.net.http2_errors import broken_rules, going_away, not_http2, stream_reset
from curlew.net.http2_stream import Stream
from curlew.net.idle import Idle
from curlew.net.pipe import BytePipe
from curlew.net.record import Record
from curlew.text import _

STREAM_WINDOW = 1024 * 1024
CONNECTION_WINDOW = 32 * 1024 * 1024
MAX_HEADERS = 256 * 1024
FRAME_HEAD = 9
GREETING = 4096
"""Bytes of an answer in another protocol that are waited for, to show its first line."""

_SETTINGS, _GOAWAY = 4, 7
PIECE = 64 * 1024


class NoRoomError(Exception):
    """The connection cannot take another request; a new one can."""


class Http2:
    """One connection. `available`: whether another request can begin on it."""

    def __init__(self, pipe: BytePipe, idle: Idle) -> None:
        self._pipe = pipe
        self._idle = idle
        self._streams: dict[int, Stream] = {}
        self._buffer = bytearray()
        self._greeted = False
        self._dead = False
        self._gone: tuple[int, int, bytes] | None = None  # of a GOAWAY: the last request it looks at, code, text
        self._draining = asyncio.Lock()
        self._served = 0
        self._kind = 0  # of the frame that came last
        self._h2 = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=True, header_encoding=None, validate_inbound_headers=False)
        )
        codes = h2.settings.SettingCodes
        self._h2.local_settings = h2.settings.Settings(
            client=True,
            initial_values={codes.ENABLE_PUSH: 0, codes.INITIAL_WINDOW_SIZE: STREAM_WINDOW, codes.MAX_HEADER_LIST_SIZE: MAX_HEADERS},
        )
        self._h2.decoder.max_header_list_size = MAX_HEADERS
        self._h2.initiate_connection()
        self._h2.increment_flow_control_window(CONNECTION_WINDOW - 65_535)
        pipe.listener = self._arrived
        pipe.push(self._h2.data_to_send())
        if pipe.readable:
            self._arrived()

    @property
    def closed(self) -> bool:
        return self._dead or self._pipe.ended

    @property
    def idle(self) -> bool:
        return not self._streams

    @property
    def available(self) -> bool:
        return not self.closed and self._gone is None and len(self._streams) < self._h2.remote_settings.max_concurrent_streams

    def close(self) -> None:
        """Close the connection; streams that are still open fail."""
        if not self._dead:
            try:
                self._h2.close_connection()
                self._flush()
            except (h2.exceptions.ProtocolError, SendingError):
                pass  # it is the end anyway
            self._fail(lambda _stream: ReadingError("closed", _("The connection was closed"), _("Curlew closed it.")))
        self._idle.remove(self)

    # --- one request ---

    async def request(self, record: Record, scheme: str, body: AsyncIterator[bytes]) -> Stream:
        """Send the record's request; return when the head of its response is here. Raise NoRoomError if it cannot be sent here."""
        stream = self._begin(record, scheme)
        try:
            await self._send_body(stream, body)
            record.leave("send")
            if "wait" not in record.clocks and stream.head is None:
                record.enter("wait")
            await stream.wait_for_head()
        except BaseException:
            self.release(stream)
            raise
        return stream

    def _begin(self, record: Record, scheme: str) -> Stream:
        if not self.available:
            raise NoRoomError
        try:
            number = self._h2.get_next_available_stream_id()
            headers, shown = _headers(record.request_head, scheme)
            self._h2.send_headers(number, headers, end_stream=record.sent_total == 0)
        except (h2.exceptions.TooManyStreamsError, h2.exceptions.NoAvailableStreamIDError) as error:
            raise NoRoomError from error
        except h2.exceptions.ProtocolError as error:
            hint = _("Set the HTTP version to 1.1 in the request’s settings.")
            raise SendingError("http2", _("This request cannot be sent by HTTP/2"), f"{error}.", hint, "send") from error
        stream = self._streams[number] = Stream(number, record, self._taken, headers[0][1] == b"HEAD")
        stream.sent_all = record.sent_total == 0
        # What the server says of the length is checked here: a wrong one costs the answer a note, not the connection.
        setattr(self._h2.streams[number], "_initialize_content_length", lambda _headers: None)  # noqa: B010
        self._idle.remove(self)
        self._pipe.idle = False
        record.reused, self._served = self._served > 0, self._served + 1
        record.sent_headers = shown
        record.head_sent = True
        record.abort = lambda: self.release(stream)
        record.enter("send")
        self._flush()
        return stream

    async def _send_body(self, stream: Stream, body: AsyncIterator[bytes]) -> None:
        record, total, sent = stream.record, stream.record.sent_total, 0
        if record.wait_for_continue:
            await stream.wait_for_leave()
        async for piece in body:
            view = memoryview(piece)
            while view:
                room = await self._room(stream)
                if not room:
                    return  # the answer is here, or an error is
                part, view = view[:room], view[room:]
                sent += len(part)
                stream.sent_all = sent == total
                self._h2.send_data(stream.number, bytes(part), end_stream=stream.sent_all)
                self._flush()
                async with self._draining:
                    await self._pipe.drained()
        if not stream.sent_all and not stream.over and not stream.answered_early:
            stream.sent_all = True
            self._h2.end_stream(stream.number)
            self._flush()

    async def _room(self, stream: Stream) -> int:
        """Return how many bytes may go out now; wait until some may. 0: sending on makes no sense."""
        while True:
            if stream.over or stream.answered_early:
                return 0
            room = min(self._h2.local_flow_control_window(stream.number), self._h2.max_outbound_frame_size, PIECE)
            if room > 0:
                return room
            await stream.wait()

    def _taken(self, stream: Stream, size: int) -> None:
        """Let the server send as much as was taken out."""
        if size and not self._dead:
            self._h2.acknowledge_received_data(size, stream.number)
            self._flush()

    def release(self, stream: Stream) -> None:
        """End a stream, whatever became of it; the connection goes on. Does nothing for one that was ended before."""
        if self._streams.pop(stream.number, None) is None:
            return
        if not self._dead:
            try:
                if not (stream.ended and stream.sent_all) and stream.failure is None:
                    code = h2.errors.ErrorCodes.NO_ERROR if stream.ended else h2.errors.ErrorCodes.CANCEL
                    self._h2.reset_stream(stream.number, code)
                if stream.unread:
                    self._h2.acknowledge_received_data(stream.unread, stream.number)
            except h2.exceptions.ProtocolError:
                pass  # it is closed already
            try:
                self._flush()
            except SendingError:
                pass  # the others are told by the listener
        if not self._streams:
            if self._gone is not None or self.closed:
                self.close()
            else:
                self._pipe.idle = True
                self._idle.add(self, self.close)

    # --- what arrives ---

    def _arrived(self) -> None:
        """Take in all that is there. Called by the loop; never raises."""
        if self._dead:
            return
        try:
            while data := self._pipe.take_now():
                self._buffer += data
                self._frames()
            self._flush()
        except SendingError as error:
            failure = error
            self._fail(lambda _stream: failure)
        except h2.exceptions.ProtocolError as error:
            broken = broken_rules(self._kind, error)
            self._last_words()
            self._fail(lambda _stream: broken)
        if self._pipe.ended and not self._dead:
            self._fail(self._ended)

    def _frames(self) -> None:
        if not self._greeted and not self._greet():
            return
        while len(self._buffer) >= FRAME_HEAD and not self._dead:
            size = FRAME_HEAD + int.from_bytes(self._buffer[:3])
            if size > FRAME_HEAD + self._h2.max_inbound_frame_size:
                raise broken_rules(self._buffer[3], "frame size")
            if len(self._buffer) < size:
                return
            frame = bytes(self._buffer[:size])
            del self._buffer[:size]
            self._kind = frame[3]
            if frame[3] == _GOAWAY:
                self._going_away(frame)  # the library would refuse the rest of the answers that are still to come
                continue
            for event in self._h2.receive_data(frame):
                self._take(event)

    def _greet(self) -> bool:
        """Return whether what came first is HTTP/2; raise if it is not."""
        start = self._buffer
        if start[:5] == b"HTTP/"[: len(start)]:
            if b"\n" in start or len(start) > GREETING:
                raise not_http2(bytes(start))
            return False
        if len(start) < FRAME_HEAD:
            return False
        if start[3] not in (_SETTINGS, _GOAWAY) or start[5:9] != b"\0\0\0\0":
            raise not_http2(bytes(start))
        self._greeted = True
        return True

    def _going_away(self, frame: bytes) -> None:
        last, code = int.from_bytes(frame[9:13]) & 0x7FFFFFFF, int.from_bytes(frame[13:17])
        self._gone = (last, code, frame[17:])
        for stream in tuple(self._streams.values()):
            if stream.number > last:
                stream.fail(going_away(code, frame[17:], False))
        if not self._streams:
            self.close()

    def _take(self, event: Any) -> None:
        if isinstance(event, (h2.events.WindowUpdated, h2.events.RemoteSettingsChanged)):
            for waiting in self._streams.values():
                waiting.wake()
            return
        stream = self._streams.get(getattr(event, "stream_id", None) or 0)
        if stream is None:
            if isinstance(event, h2.events.DataReceived):  # of a stream that was given up
                self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            return
        match event:
            case h2.events.InformationalResponseReceived():
                stream.interim(event.headers)
            case h2.events.ResponseReceived():
                stream.begin(event.headers)
            case h2.events.DataReceived():
                stream.add(event.data, event.flow_controlled_length)
            case h2.events.TrailersReceived():
                stream.trail(event.headers)
            case h2.events.StreamEnded():
                stream.end()
            case h2.events.StreamReset():
                if not stream.ended:
                    stream.fail(stream_reset(int(event.error_code), stream.came()))

    def _ended(self, stream: Stream) -> SendingError:
        """Return why a stream fails when the connection ends."""
        if self._gone is not None:
            last, code, text = self._gone
            return going_away(code, text, stream.number <= last)
        if not self._greeted and self._buffer:
            return not_http2(bytes(self._buffer))
        broken = self._pipe.failure()
        hint = _("Send again; if it happens each time, the server’s log says why.")
        if stream.head is None and stream.record.reused:
            return StaleError(
                "closed",
                _("The server had closed the kept-open connection"),
                _("It ended just as the request went out, so nobody knows whether the server has seen the request."),
                _("Send again: a new connection will be used."),
                "wait",
            )
        if broken is not None:
            return broken
        if stream.head is None:
            return ReadingError("closed", _("The server closed the connection without answering"), _("No answer came."), hint, "wait")
        return ReadingError("closed", _("The connection ended too early"), stream.came(), hint, "receive")

    def _fail(self, reason: Callable[[Stream], SendingError]) -> None:
        """Give the connection up, and tell each stream why."""
        self._dead = True
        for stream in tuple(self._streams.values()):
            if not stream.ended:
                stream.fail(reason(stream))
        self._idle.remove(self)
        self._pipe.listener = None
        self._pipe.close()

    def _last_words(self) -> None:
        try:
            self._flush()  # the GOAWAY that the library has prepared
        except SendingError:
            pass  # nobody is there to hear it

    def _flush(self) -> None:
        data = self._h2.data_to_send()
        if self._dead:
            return
        try:
            self._pipe.push(data)
        except WritingError:
            if not self._pipe.readable:
                raise


def _headers(head: bytes, scheme: str) -> tuple[list[tuple[bytes, bytes]], tuple[tuple[str, str], ...]]:
    """Return a request head as HTTP/2 sends it (RFC 9113 section 8.3), and the same as texts."""
    from curlew.net.head import text_of

    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, _blank, rest = first.partition(b" ")
    pairs = [(name.lower(), value.strip()) for name, _colon, value in (line.partition(b":") for line in lines)]
    place = next((value for name, value in pairs if name == b"host"), b"")
    pseudo = [
        (b":method", method),
        (b":scheme", scheme.encode("ascii")),
        (b":authority", place),
        (b":path", rest.rpartition(b" ")[0]),
    ]
    headers = pseudo + [(name, value) for name, value in pairs if name != b"host"]
    return headers, tuple((text_of(name), text_of(value)) for name, value in headers)
