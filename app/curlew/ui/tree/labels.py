"""How methods and kinds are written in the narrow column before a name: short forms and theme colours."""

from __future__ import annotations

SHORT_FORMS = {"DELETE": "DEL", "OPTIONS": "OPT", "CONNECT": "CONN", "GRAPHQL": "GQL", "WEBSOCKET": "WS"}
TOKENS = {
    "GET": "GET",
    "HEAD": "HEAD",
    "POST": "POST",
    "PUT": "PUT",
    "PATCH": "PATCH",
    "DELETE": "DELETE",
    "OPTIONS": "OPTIONS",
    "TRACE": "OPTIONS",
    "CONNECT": "OPTIONS",
    "QUERY": "GET",
    "GQL": "GQL",
    "GRAPHQL": "GQL",
    "WS": "WS",
    "WEBSOCKET": "WS",
    "GRPC": "WS",
    "APP": "PATCH",
}
LONGEST = 5


def short_label(label: str) -> str:
    """Return what fits the column: `DEL` for `DELETE`, at most five characters of anything else."""
    upper = label.upper()
    short = SHORT_FORMS.get(upper, label if label == "gRPC" else upper)
    return short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"


def label_token(label: str) -> str:
    """Return the theme's colour token for a method or kind; `text2` for one of nobody's."""
    return TOKENS.get(label.upper(), "text2")


def one_line(text: str) -> str:
    """Return a name from a file fit for one painted line: control characters become blanks."""
    return "".join(" " if char < " " or char in "\x7f\u2028\u2029" else char for char in text)


def shorten(text: str, longest: int = 40) -> str:
    """Return a name fit for a label, which would else make the window as wide as the name is long."""
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"
