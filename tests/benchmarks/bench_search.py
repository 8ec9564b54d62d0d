"""Searching in 100 MB: beside `bytes.find` over the same bytes, and how long the window is held up meanwhile; medians of 7 runs."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from benchmarks.viewing import a_viewer, gap, idle_gap, json_indented, median, seconds, show, spooled, tell, turn, wait_until
from curlew.model.content import Content
from curlew.preview.buffer import open_buffer
from curlew.preview.search.find import TextSearch
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.widgets.text_view import TextPane

RUNS = 7
MB = 1_000_000
MISSING, RARE, COMMON = "needle not there", "user 41999", "e"
MOST_MISS, MOST_FOLDED, MOST_GAP_MS, MOST_STOP_MS = 2, 10, 50, 50


def main() -> None:
    with a_viewer() as (viewer, folder):
        body = spooled(folder, json_indented(10 * MB), 10)
        _bytes(body)
        _window(viewer, body)


def _bytes(body: Content) -> None:
    """Measure the search itself, on this thread."""
    assert body.path is not None
    whole, mapped = body.path.read_bytes(), open_buffer(body)
    plain = median([seconds(lambda: whole.find(MISSING.encode())) for _run in range(RUNS)])
    print(f"plain text in {body.size / MB:.0f} MB ({RUNS} runs)")
    tell("bytes.find of what is not there", plain * 1000, " ms")

    def searched(wanted: str, case: bool, words: bool = False) -> tuple[float, int]:
        found = []

        def work() -> None:
            search = TextSearch(mapped, wanted, case, words)
            for _step in search.steps():
                pass
            found.append(len(search))

        return median([seconds(work) for _run in range(RUNS)]) / plain, found[0]

    tell("what is not there", searched(MISSING, True)[0], "x bytes.find", MOST_MISS)
    tell("in either case", searched(MISSING, False)[0], "x bytes.find", MOST_FOLDED)
    tell("letters beyond ASCII in either case", searched("École", False)[0], "x bytes.find", MOST_FOLDED)
    tell("a whole word that is not there", searched("needle", True, True)[0], "x bytes.find", MOST_FOLDED)
    share, count = searched(COMMON, True)
    tell(f"all {count:,} matches of one letter", share, "x bytes.find")


def _window(viewer: ResponseViewer, body: Content) -> None:
    """Measure the search as a person sees it."""
    show(viewer, body, "raw")
    pane = viewer.body.views.view("raw").pane
    idle = median([idle_gap() for _run in range(RUNS)])
    print(f"in the window ({RUNS} runs; longest gap of an idle one {idle:.1f} ms)")
    for title, wanted, regex in (
        ("what is not there", MISSING, False),
        ("a rare text", RARE, False),
        ("a letter", COMMON, False),
        ("an expression", r"user \d+999\b", True),
    ):
        took, gaps = [], []
        for _run in range(RUNS if not regex else 3):
            gaps.append(gap(lambda wanted=wanted, regex=regex: took.append(seconds(lambda: _find(pane, wanted, regex)))))  # type: ignore[misc]
        tell(f"{title}: all found after", median(took) * 1000, " ms")
        tell(f"{title}: longest gap of the event loop", median(gaps), " ms", MOST_GAP_MS)
    _type(pane, COMMON, False)
    tell("ended by the next key after", seconds(pane.finder.stop) * 1000, " ms", MOST_STOP_MS)
    _type(pane, "(.*a){20}b", True)
    turn(500)
    tell("a wild expression ended after", seconds(pane.finder.stop) * 1000, " ms", MOST_STOP_MS)


def _type(pane: TextPane, wanted: str, regex: bool) -> None:
    bar = pane.finder.bar
    bar.show()
    bar.blockSignals(True)
    bar.field.setText(wanted)
    for name, on in (("find_case", True), ("find_regex", regex)):
        toggle = bar.findChild(QToolButton, name)
        assert isinstance(toggle, QToolButton)
        toggle.setChecked(on)
    bar.blockSignals(False)
    pane.finder.search()


def _find(pane: TextPane, wanted: str, regex: bool) -> None:
    _type(pane, wanted, regex)
    wait_until(lambda: not pane.finder.is_searching)


if __name__ == "__main__":
    main()
