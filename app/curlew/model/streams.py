"""Which bodies are streams of events, by their declared type."""

from __future__ import annotations

EVENTS = "events"
LINES = "lines"

_LINE_TYPES = frozenset(
    f"application/{name}"
    for name in (
        "x-ndjson",
        "ndjson",
        "jsonl",
        "x-jsonl",
        "jsonlines",
        "x-jsonlines",
        "json-seq",
        "stream+json",
        "x-json-stream",
        "json-lines",
    )
)


def stream_kind(content_type: str) -> str:
    """Return `events` for server-sent events, `lines` for one JSON value a line, empty for what is no stream."""
    declared = content_type.partition(";")[0].strip().lower()
    if declared == "text/event-stream":
        return EVENTS
    return LINES if declared in _LINE_TYPES or declared.endswith("+json-seq") else ""
