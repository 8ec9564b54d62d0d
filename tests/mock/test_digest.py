from __future__ import annotations

import shutil
import subprocess

import pytest

from helpers.echo import Echo, echo

__all__ = ["echo"]

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def curl(url: str, user: str = "ada:päss", *options: str) -> str:
    command = ["curl", "-s", "--digest", "-u", user, "-w", "%{http_code}", *options, url]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout


@needs_curl
@pytest.mark.parametrize(
    "path",
    ["auth/ada/p%C3%A4ss", "auth-int/ada/p%C3%A4ss", "none/ada/p%C3%A4ss", "auth/ada/p%C3%A4ss/SHA-256", "auth/ada/p%C3%A4ss/MD5-sess"],
)
def test_curl_is_let_in_and_not_with_another_password(echo: Echo, path: str) -> None:
    assert curl(f"{echo.base}/digest-auth/{path}?a=b%20c").endswith("200")
    assert curl(f"{echo.base}/digest-auth/{path}", "ada:wrong").endswith("401")


@needs_curl
def test_curl_hides_the_user(echo: Echo) -> None:
    assert curl(f"{echo.base}/digest-auth/auth/ada/p/SHA-256?userhash=true", "ada:p").endswith("200")


@needs_curl
def test_an_unknown_algorithm_is_asked_for_as_it_is(echo: Echo) -> None:
    shown = curl(f"{echo.base}/digest-auth/auth/ada/p/FOO", "ada:p", "-i")
    assert "algorithm=FOO" in shown
    assert shown.endswith("401")
