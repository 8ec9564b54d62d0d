"""What can be wrong with one text of a setting: a host to override, a host's pattern, a header's name."""

from __future__ import annotations

import re
from ipaddress import ip_address

from curlew.text import _

_NAME = re.compile(r"[^:\s]+|\[[^\]\s]+\]")


def resolve_problem(text: str) -> str:
    host, _colon, rest = text.partition(":")
    if text.startswith("["):
        host, _bracket, rest = text[1:].partition("]:")
    port, _colon, address = rest.partition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536 or not address.strip():
        return _("{text} is not of the form HOST:PORT:ADDRESS").format(text=text)
    wrong = next((part.strip() for part in address.split(",") if not _is_address(part.strip())), None)
    return "" if wrong is None else _("{address} in {text} is no IP address").format(address=wrong or "“”", text=text)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def pattern_problem(text: str) -> str:
    if "://" in text or "/" in text.rstrip("0123456789").rstrip("/") or not _NAME.search(text) or " " in text.strip():
        return _("{text} is no host: write a name without scheme and path").format(text=text or "“”")
    return ""


def header_problem(text: str) -> str:
    return "" if re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", text) else _("{text} is no header’s name").format(text=text or "“”")


def shown(value: object) -> str:
    """Return a value as a person writes it: whole numbers without a point, texts in quotes."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    return f"“{value}”"
