"""`curlew send` run in this process against the echo server, and a collection to send from."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curlew.cli.main import run
from helpers.echo import Echo, echo
from helpers.report import check_report

__all__ = ["echo"]

Send = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def send(capsysbinary: pytest.CaptureFixture[bytes]) -> Send:
    """Run `curlew send` and return exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, bytes, str]:
        code = run(["send", *map(str, arguments)], lambda _arguments: 99)
        out, err = capsysbinary.readouterr()
        return code, out, err.decode()

    return call


@pytest.fixture
def report(send: Send) -> Callable[..., Any]:
    """Send with --json, check the shape of the object and return it."""

    def call(*arguments: object, code: int = 0) -> Any:
        found, out, err = send(*arguments, "--json")
        assert (found, err) == (code, "")
        told = json.loads(out)
        check_report(told)
        return told

    return call


@pytest.fixture
def collection(tmp_path: Path, echo: Echo) -> Path:
    root = tmp_path / "shop"
    (root / "orders").mkdir(parents=True)
    (root / "environments").mkdir()
    (root / "opencollection.yml").write_text(
        "opencollection: 1.0.0\ninfo:\n  name: Shop\nrequest:\n  headers:\n    - name: X-Shop\n      value: '{{shop}}'\n"
        "  auth:\n    type: bearer\n    token: '{{token}}'\n  variables:\n    - name: shop\n      value: from collection\n"
    )
    (root / "environments" / "Dev.yml").write_text(
        f"name: Dev\nvariables:\n  - name: base\n    value: {echo.base}\n  - name: shop\n    value: from environment\n"
        "  - secret: true\n    name: token\n"
    )
    (root / "orders" / "folder.yml").write_text(
        "info:\n  name: Orders\n  type: folder\nrequest:\n  headers:\n    - name: X-Folder\n      value: 'yes'\n"
    )
    (root / "orders" / "add.yml").write_text(
        "info:\n  name: Add\n  type: http\nhttp:\n  method: POST\n  url: '{{base}}/anything?n={{n}}'\n"
        "  headers:\n    - name: X-Own\n      value: '1'\n  body:\n    type: json\n"
        "    data: '{\"n\": 1}'\n  auth: inherit\n"
    )
    return root
