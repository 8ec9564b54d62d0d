"""`make catalogue`: which rows of the reliability catalogue have a test that carries their id, and which have none.

A test carries a row's id in its name: `test_A01_…`. Rows of a later part of the work join the table when that part begins.
"""

import re
import sys
from pathlib import Path

IN_SCOPE = {
    "A01": "kill -9 while saving leaves the old or the new content",
    "A02": "file and folder are synced before a save counts",
    "A03": "a full disk keeps the old file and the edit",
    "A04": "temporary files of a killed process are swept",
    "A05": "a read-only folder or file is said so, the edit stays",
    "A06": "typed text older than a second survives a crash",
    "A07": "drafts do not defeat undo",
    "A08": "one bad value hides nothing else",
    "A09": "one corrupt file of ours does not stop the start",
    "A11": "unknown kinds are shown and kept byte for byte",
    "A14": "one bad item does not lose the others",
    "A15": "ten thousand items are ten thousand rows",
    "A16": "the order is kept",
    "A17": "a load error names the file, the line and the reason",
    "A19": "a failed start does not overwrite a good session",
    "A20": "saving a request whose file was deleted brings it back",
    "A21": "a deleted folder comes back byte for byte",
    "A22": "an unusable data folder is said so",
    "B01": "any display name survives a rename",
    "B02": "file names are safe on every system",
    "B03": "a case-only rename loses nothing",
    "B04": "names that collide get files of their own",
    "B05": "names of any length",
    "B06": "the file system's rules do not change a name",
    "B07": "a file name that is no UTF-8 does no harm",
    "B08": "special characters in a path",
    "B09": "links out of the folder, loops, dangling links",
    "B11": "a file changed outside while edited is never overwritten silently",
    "B15": "merge conflict markers are shown as such",
    "B16": "saving without a change writes nothing",
    "B18": "one process per profile, stale locks recognised",
    "B20": "CR LF, byte order marks, tabs",
    "B21": "a folder without its root file is offered",
    "C12": "a cut body is shown with what is missing",
    "C23": "damaged compressed data is shown with what is wrong",
    "C25": "every member of a gzip body",
    "C35": "a reset connection in words",
    "C36": "a timeout names its phase",
    "C38": "a stale connection is retried once",
    "C40": "a cancel leaves no task and no socket",
    "D01": "line breaks in a header stop before sending",
    "D02": "a header value that is not ASCII",
    "D06": "the method goes out as typed",
    "D07": "a URL without a scheme",
    "D08": "an unset host stops before DNS",
    "D09": "the target as typed",
    "D12": "names and types of multipart parts",
    "D13": "a part's file name is its base name",
    "D14": "a JSON body goes out byte for byte",
    "D15": "a file outside the collection is not read",
    "D16": "only regular files are sent",
    "D17": "what is shown is what was sent",
    "E01": "credentials stay at home on a redirect",
    "F01": "a failing certificate in words",
    "F07": "a failed connection names the addresses and reasons",
    "F14": "the next request works after cancels",
    "G01": "large integers stay as they came",
    "G02": "numbers keep their spelling",
    "G03": "a number of a million digits",
    "G04": "depth of a hundred thousand",
    "G06": "duplicate keys are both shown",
    "G07": "lone surrogates",
    "G11": "YAML bombs",
    "G13": "scalars stay text",
    "G14": "YAML tags make no objects",
    "G15": "recursive aliases",
    "G22": "a curl command reads no file",
    "G23": "signals carry large numbers",
    "H12": "names are plain text everywhere",
    "H15": "a suggested file name is safe",
    "H16": "generated shell commands are quoted",
    "H19": "no escape codes reach a terminal",
    "I01": "secret values stand in no file",
    "I05": "history masks by value",
    "J01": "servers listen on this machine only",
    "J02": "a foreign Host header is refused",
    "J07": "the second start hands over a path and nothing else",
    "K01": "an error in a slot becomes a notice",
    "K02": "an error in a virtual override becomes a notice",
    "K04": "an error in a task is reported at once",
    "K09": "nothing connects at the start",
    "K12": "SIGTERM keeps the drafts",
    "K15": "quitting with unsaved work asks nothing",
}


def rows_with_a_test(tests: Path) -> set[str]:
    """Return the ids that stand in names of tests."""
    return {
        row
        for path in tests.rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
        for row in re.findall(r"(?<![A-Za-z0-9])([A-K]\d\d)(?![0-9])", name.replace("_", " "))
    }


def main() -> int:
    tested = rows_with_a_test(Path(__file__).parents[1])
    missing = {row: title for row, title in IN_SCOPE.items() if row not in tested}
    print(
        f"{len(IN_SCOPE) - len(missing)} of {len(IN_SCOPE)} rows in scope have a test; {len(tested - set(IN_SCOPE))} more rows have one too"
    )
    for row, title in missing.items():
        print(f"{row}  {title}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
