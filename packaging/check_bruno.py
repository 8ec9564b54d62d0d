"""Checks Curlew's files against Bruno's own packages; run by check-bruno.sh. Prints figures; ends with 1 if anything is wrong."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from curlew.errors import BrokenFileError
from curlew.model.auth import Auth
from curlew.model.body import RawBody
from curlew.model.request import Request
from curlew.model.rows import Note, Row
from curlew.model.variables import Variable
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.sameness import same
from helpers.changes import changes_of
from helpers.echo import running_echo
from helpers.hunks import hunks
from helpers.runnable import a_runnable_collection
from helpers.schema import accepted
from helpers.yaml_values import values

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("CURLEW_CORPORA") or ROOT.parent / "shared" / "corpora")
SCRIPTS = ROOT / "packaging" / "check-bruno"
VALUES = 2000
CHANGES_PER_FILE = 8


class Report:
    """Counts what went well, lists what did not."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def problem(self, text: str) -> None:
        self.problems.append(text)
        if len(self.problems) <= 40:
            self.line(f"  WRONG {text}")

    def line(self, text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def node(script: str, *arguments: str) -> str:
    return subprocess.run(["node", str(SCRIPTS / script), *arguments], check=True, capture_output=True, text=True).stdout


def door(path: Path) -> tuple[Callable[[str, str], Any], Callable[[Any, str | None], str]]:
    """Return what parses and what renders the file at a path."""
    if path.stem == "opencollection":
        return codec.parse_collection, codec.render_collection
    if path.stem == "workspace":
        return codec.parse_workspace, codec.render_workspace
    if path.parent.name == "environments":
        return codec.parse_environment, codec.render_environment
    if path.stem == "folder":
        return codec.parse_folder, codec.render_folder
    return codec.parse_item, codec.render_item


def files_below(*roots: Path) -> Iterator[Path]:
    for root in roots:
        yield from sorted(path for path in root.rglob("*.yml") if path.is_file())


def check_files(report: Report, roots: list[Path]) -> None:
    """Open every file, save it unchanged, then with one field changed."""
    opened = changed = refused = 0
    parsing = 0.0
    for path in files_below(*roots):
        text = codec.decode_text(path.read_bytes())
        parse, render = door(path)
        began = time.perf_counter()
        try:
            value = parse(text, path.stem)
        except BrokenFileError as error:
            refused += 1
            report.problem(f"{path}: {error.title}")
            continue
        parsing += time.perf_counter() - began
        opened += 1
        if render(value, text) != text:
            report.problem(f"{path}: saving it unchanged changes it")
        fine = accepted(path, text)
        candidates = list(changes_of(value))
        if len(candidates) > CHANGES_PER_FILE:
            candidates = random.Random(str(path.name)).sample(candidates, CHANGES_PER_FILE)
        for what, wanted in candidates:
            changed += 1
            check_change(report, f"{path}{what}", path, text, (value, wanted), fine)
    report.line(f"files: {opened} opened, {refused} refused, {parsing / max(opened, 1) * 1e6:.0f} µs each; {changed} changes")


def check_change(report: Report, what: str, path: Path, text: str, change: tuple[Any, Any], fine: bool) -> None:
    """Save one change: it reads back, takes one hunk, breaks no schema and loses nothing; taken back, the text says what it said."""
    parse, render = door(path)
    value, wanted = change
    after = render(wanted, text)
    again = parse(after, path.stem)
    if render(again, None) != render(wanted, None):
        report.problem(f"{what}: reads back as something else")
    count = hunks(text, after)
    if count != 1 and render(wanted, None) != render(value, None):
        report.problem(f"{what}: {count} hunks")
    if fine and not accepted(path, after):
        report.problem(f"{what}: the schema accepted it before, not after")
    back = render(value, after)
    if not same(_sorted(read(back).data), _sorted(read(text).data)) and not _only_defaults_differ(parse, path, back, text):
        report.problem(f"{what}: taken back, it is not what it was")


def _only_defaults_differ(parse: Callable[[str, str], Any], path: Path, one: str, other: str) -> bool:
    return bool(parse(one, path.stem) == parse(other, path.stem))


def _sorted(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _sorted(tree[key]) for key in sorted(tree)}
    return [_sorted(entry) for entry in tree] if isinstance(tree, list) else tree


def check_values(report: Report, work: Path) -> None:
    """Write texts with Bruno's stringifier and read them here, then the other way round."""
    texts = values(VALUES, seed=1)
    (work / "values.json").write_text(json.dumps(texts))
    node("values.mjs", "write", str(work / "values.json"), str(work / "theirs"))
    node("values.mjs", "read", str(work / "theirs"), str(work / "theirs.json"))
    (work / "ours").mkdir()
    for place, text in enumerate(texts):
        (work / "ours" / f"{place:05}.yml").write_bytes(codec.render_item(_holding(text), None).encode("utf-8"))
    node("values.mjs", "read", str(work / "ours"), str(work / "ours.json"))
    agreed = 0
    for name, wants in (("theirs", None), ("ours", texts)):
        for place, theirs in enumerate(json.loads((work / f"{name}.json").read_text())):
            file = work / name / f"{place:05}.yml"
            ours = _held(codec.parse_item(codec.decode_text(file.read_bytes()), "value"))
            if ours != theirs or (wants is not None and ours != [wants[place]] * 5):
                report.problem(f"{file}: {ascii(theirs)[:150]} for Bruno, {ascii(ours)[:150]} here")
            else:
                agreed += 1
    report.line(f"values: {agreed} of {2 * len(texts)} files read equally, five places each")


def _holding(text: str) -> Request:
    return Request(
        name="value",
        method="POST",
        url="http://127.0.0.1",
        headers=(Row("X", text),),
        body=RawBody("text", text),
        auth=Auth("basic", {"username": text, "password": "p"}),
        variables=(Variable("v", text),),
        docs=Note(text),
    )


def _held(value: Any) -> list[str]:
    body = value.body.text if value.body is not None else ""
    return [body, value.headers[0].value, value.auth.text("username"), value.variables[0].value, value.docs.content]


def check_run(report: Report, work: Path, modules: Path) -> None:
    """Run a collection that Curlew's codec wrote, and the sample, with Bruno's command line against the echo server."""
    with running_echo() as echo:
        made = work / "made"
        requests = a_runnable_collection(made, echo.base)
        _bru(report, modules, made, "made by the codec", ["--env", "Local"], requests)
        for collection in sorted((ROOT / "resources" / "sample").rglob("opencollection.yml")):
            copy = work / "sample" / collection.parent.name
            shutil.copytree(collection.parent, copy)
            _bru(report, modules, copy, f"sample {collection.parent.name}", ["--env-var", f"base={echo.base}"], 1, lenient=True)


def _bru(report: Report, modules: Path, folder: Path, what: str, options: list[str], at_least: int, lenient: bool = False) -> None:
    out = folder.parent / f"{folder.name}.json"
    command = [str(modules / "node_modules" / ".bin" / "bru"), "run", "-r", "--reporter-json", str(out), *options]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    try:
        summary = json.loads(out.read_text())[0]["summary"]
    except (OSError, ValueError, LookupError):
        report.problem(f"bru run, {what}: no result (ended with {ended.returncode})\n{(ended.stdout + ended.stderr)[-1500:]}")
        return
    report.line(f"bru run, {what}: {json.dumps(summary)}")
    wrong = ("failedAssertions", "failedTests") if lenient else ("failedRequests", "errorRequests", "failedAssertions", "failedTests")
    failed = sum(summary.get(key, 0) for key in wrong)
    if failed or summary.get("totalRequests", 0) < at_least:
        report.problem(f"bru run, {what}: {failed} failed\n{ended.stdout[-3000:]}")


def check_bundles(report: Report, converted: Path, work: Path) -> None:
    """Unpack what Bruno's converter bundled into one file: the same requests come out."""
    count = items = 0
    for path in sorted(converted.rglob("opencollection.json")):
        bundle = json.loads(path.read_text())
        text = json.dumps(bundle)
        unpacked = codec.unbundle(text)
        wanted = _requests_in(bundle.get("items") or [])
        requests = [name for name in unpacked if Path(name).name not in ("folder.yml", "opencollection.yml")]
        found = sum(1 for name in requests if not name.startswith("environments/"))
        count, items = count + 1, items + found
        if wanted != found:
            report.problem(f"{path}: {wanted} items bundled, {found} unpacked")
        for name, content in unpacked.items():
            door(Path(name))[0](content, Path(name).stem)
    report.line(f"bundles: {count} unpacked, {items} items")


def _requests_in(items: list[Any]) -> int:
    return sum(_requests_in(item.get("items") or []) if (item.get("info") or {}).get("type") == "folder" else 1 for item in items)


def main() -> int:
    modules = Path(sys.argv[1]).resolve()
    work = modules / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    report = Report()
    if CORPORA.is_dir():
        converted = work / "converted"
        summary = json.loads(node("convert.mjs", str(CORPORA), str(converted)))
        report.line(f"converted: {summary['files']} files; {len(summary['refused'])} refused by Bruno's own packages")
        check_files(report, [CORPORA / "bruno", converted])
        check_bundles(report, converted, work)
    else:
        report.line("files: skipped, there are no corpora here (CURLEW_CORPORA)")
    check_values(report, work)
    check_run(report, work, modules)
    report.line(f"check-bruno: {len(report.problems)} problems" if report.problems else "check-bruno: all well")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
