"""`make pictures`: drive the real window on a virtual screen and take the pictures of `docs/images/`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.desktop import Program, desktop  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE = "1400x880"
PAUSE_S = 0.5
"""What follows a pause in typing, or reads files, has happened by then."""
BROKEN = "info:\n  name: Herons\n  type: http\n\tseq: 9\n\nhttp:\n  method: GET\n  url: '{{base}}/anything/herons'\n"


def dismiss_notices(curlew: Program) -> None:
    """Close what covers the response, such as the word on a system without a keyring."""
    while cards := [one for one in curlew.see() if one["role"] == "Button" and one["name"] == "Close the notice"]:
        curlew.click(cards[0])
        curlew.point(1398, 600)  # out of the way: what it rests on would look hovered
        time.sleep(PAUSE_S)


def settle(curlew: Program, name: str) -> None:
    """Let the window come to rest, then take the picture."""
    dismiss_notices(curlew)
    before: list[dict[str, Any]] = []
    now = curlew.see()
    while before != now:
        time.sleep(PAUSE_S)
        before, now = now, curlew.see()
    curlew.grab(IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


def open_item(curlew: Program, name: str) -> None:
    time.sleep(PAUSE_S)  # a sheet may just be closing
    curlew.press("ctrl+p")
    curlew.wait_for("", role="EditableText", where=lambda one: bool(one["focused"]) and one["id"] != "url")
    curlew.type(name)
    time.sleep(PAUSE_S)
    curlew.press("Return")
    curlew.wait_for(name, role="PageTab")


def focused(**wanted: str) -> Callable[[dict[str, Any]], bool]:
    return lambda one: bool(one["focused"]) and all(one[key] == value for key, value in wanted.items())


def sample_pictures(curlew: Program) -> None:
    """Take the sample, a request that is being edited, its response, a failed send, the environments, palette, settings, dark."""
    curlew.wait_for("Say hello", role="PageTab")
    settle(curlew, "sample")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    curlew.point(900, 760)
    settle(curlew, "response")
    open_item(curlew, "Create")
    curlew.wait_for("/post", where=lambda one: one["id"] == "url")
    curlew.press("ctrl+l", "End")
    curlew.type("?dry={{greeting}}&trace={{nothing}}")
    curlew.press("Escape")
    settle(curlew, "edited")
    open_item(curlew, "Nobody listens")
    curlew.press("ctrl+Return")
    curlew.wait_for("refused the connection")
    settle(curlew, "error")
    curlew.press("ctrl+e")
    local = [one for one in curlew.see() if one["role"] == "ListItem" and "Local" in one["name"]]
    curlew.click(min(local, key=lambda one: one["place"][1]))
    curlew.wait_for("apiToken", role="Cell")
    settle(curlew, "environment")
    curlew.press("ctrl+k")
    curlew.type("new")
    settle(curlew, "palette")
    curlew.press("Escape", "ctrl+comma")
    curlew.wait_for("Settings", role="Dialog")
    settle(curlew, "settings")
    curlew.press("Escape")


def wire_pictures(curlew: Program) -> None:
    """Take what a send tells: a redirect chain's timeline, live events, a failing certificate, the cookies, a token, headers."""
    open_item(curlew, "Redirects that set cookies")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    curlew.click(curlew.wait_for("Timeline", role="PageTab"))
    settle(curlew, "timeline")
    open_item(curlew, "Events, live")
    curlew.press("ctrl+Return")
    curlew.wait_for("Stop", role="Button")
    time.sleep(4 * PAUSE_S)  # it never comes to rest
    curlew.grab(IMAGES / "stream.png")
    print("docs/images/stream.png")
    curlew.click(curlew.wait_for("Stop", role="Button"))
    open_item(curlew, "A certificate nobody vouches for")
    curlew.press("ctrl+Return")
    curlew.wait_for("Send again", role="Button")
    settle(curlew, "certificate")
    open_item(curlew, "OAuth 2, client credentials")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    curlew.click(curlew.wait_for("Authorization", role="PageTab"))
    settle(curlew, "oauth")
    open_item(curlew, "Say hello")
    curlew.click(curlew.wait_for("Headers", role="PageTab"))
    settle(curlew, "headers")
    curlew.press("ctrl+shift+k")
    curlew.wait_for("Cookies", role="Dialog")
    settle(curlew, "cookies")
    curlew.press("Escape")
    curlew.click(curlew.wait_for("Say hello", role="PageTab"))  # without a window manager nobody gives the keyboard back


VIEWS = ("Pretty", "Tree", "Table", "Raw", "Preview", "Hex", "Base64")


def show_as(curlew: Program, view: str) -> None:
    """Choose how the body is shown: by a segment, or in the list that takes their place where there is little room."""
    time.sleep(PAUSE_S)
    seen = curlew.see()
    segments = [one for one in seen if one["role"] == "CheckBox" and one["name"] == view]
    if not segments:
        curlew.click(next(one for one in seen if one["role"] == "ComboBox" and one["name"] in VIEWS))
        segments = [curlew.wait_for(view, role="ListItem")]
    curlew.click(segments[0])


def send(curlew: Program, name: str) -> None:
    open_item(curlew, name)
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")


def viewing_pictures(curlew: Program) -> None:
    """Take answers looked at closely, beside their requests: table, filter in the tree, a large text, bytes, a comparison."""
    curlew.press("ctrl+j", "ctrl+backslash")
    send(curlew, "A flock")
    show_as(curlew, "Table")
    curlew.wait_for("weight_g")
    settle(curlew, "table")
    show_as(curlew, "Tree")
    curlew.press("ctrl+alt+f")
    curlew.type("$.birds[?@.weight_g > 800].na")
    curlew.wait_for("so far")
    settle(curlew, "filter")
    curlew.press("Escape", "Escape", "Escape")
    send(curlew, "One long line")
    curlew.wait_for("Ln 1, Col 1")
    curlew.press("ctrl+f")
    curlew.wait_for("Find in body", where=focused(role="EditableText"))
    curlew.type("9007199254752321")
    curlew.wait_for("1 of 1")
    settle(curlew, "large")
    curlew.press("Escape")
    send(curlew, "A picture")
    show_as(curlew, "Hex")
    settle(curlew, "hex")
    send(curlew, "A flock")
    curlew.press("ctrl+l", "End", "BackSpace")
    curlew.type("2")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    curlew.press("ctrl+k")
    curlew.type("compare with the response before")
    time.sleep(PAUSE_S)
    curlew.press("Return")
    curlew.wait_for("differences")
    settle(curlew, "compare")
    send(curlew, "JSON")
    curlew.press("ctrl+j")
    curlew.click(curlew.wait_for("Examples", role="PageTab"))
    settle(curlew, "examples")


def dark_picture(curlew: Program) -> None:
    curlew.click(curlew.wait_for("Light or dark", role="Button"))
    curlew.press("ctrl+shift+h")
    open_item(curlew, "Say hello")
    curlew.press("End")
    settle(curlew, "dark")


def broken_picture(curlew: Program) -> None:
    """Take a file with a mistake: shown as broken, with its line and reason, beside the rest."""
    row = curlew.wait_for("herons", role="TreeItem")
    curlew.click(row)
    curlew.wait_for("line 4")
    settle(curlew, "broken")


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, desktop(SIZE, managed=False) as screen:
        os.environ["HOME"] = folder  # paths are shown from it on
        home = Path(folder) / "curlew"
        first = screen.start(home)
        first.wait_for("Workspace My workspace")
        first.point(1398, 600)  # out of the way: what it rests on would look hovered
        settle(first, "first-start")
        first.quit()
        curlew = screen.start(home, "--sample")
        sample_pictures(curlew)
        dark_picture(curlew)
        curlew.quit()
        wire = screen.start(Path(folder) / "wire", "--sample")
        wire.wait_for("Say hello", role="PageTab")
        wire_pictures(wire)
        wire.quit()
        viewing = screen.start(Path(folder) / "viewing", "--sample")
        viewing.wait_for("Say hello", role="PageTab")
        viewing_pictures(viewing)
        viewing.quit()
        broken = home / "data" / "workspaces" / "sample" / "echo-tour" / "first-steps" / "herons.yml"
        broken.write_text(BROKEN, encoding="utf-8")
        again = screen.start(home, "--sample")
        broken_picture(again)
        again.press("Escape")
        again.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
