"""How the responses of each request are compared: remembered on this machine."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curlew.engine.disk import Disk
from curlew.storage import jsonfile

if TYPE_CHECKING:  # loaded with the first comparison: a start need not wait for it
    from curlew.preview.compare.result import Rules

_MOST = 300


class CompareRules:
    """The rules of requests, by what names one (its file, or method and address); `headers` names those that are left out."""

    def __init__(self, file: Path, disk: Disk) -> None:
        self._file, self._disk = file, disk

    async def load(self, request: str) -> tuple[Rules, tuple[str, ...]]:
        """Return (rules, headers left out) of a request."""
        kept = (await self._disk.run(lambda: jsonfile.read_mapping(self._file, []))).get(request)
        return _rules(kept if isinstance(kept, dict) else {})

    def save(self, request: str, rules: Rules, headers: tuple[str, ...]) -> None:
        """Keep the rules of a request; those used longest ago are forgotten."""
        self._disk.later(lambda: self._write(request, rules, headers))

    def _write(self, request: str, rules: Rules, headers: tuple[str, ...]) -> None:
        kept = {name: value for name, value in jsonfile.read_mapping(self._file, []).items() if name != request}
        kept[request] = {**asdict(rules), "headers": list(headers)}
        jsonfile.write_json(self._file, dict(list(kept.items())[-_MOST:]))


def _rules(kept: dict[str, Any]) -> tuple[Rules, tuple[str, ...]]:
    from curlew.preview.compare.headers import VOLATILE
    from curlew.preview.compare.result import Rules

    def texts(name: str, fallback: tuple[str, ...]) -> tuple[str, ...]:
        value = kept.get(name)
        return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else fallback

    rules = Rules(texts("ignored", ()), str(kept.get("key", "")), str(kept.get("tolerance", "0")))
    return rules, texts("headers", VOLATILE)
