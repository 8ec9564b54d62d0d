"""Start-up of the command line: `curlew --version` beside `python -c pass`, each a new process."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 31
LIMIT = 3.0


def milliseconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    program = Path(sys.executable).parent / "curlew"
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "curlew --version": [str(program), "--version"] if program.exists() else [sys.executable, "-m", "curlew", "--version"],
        "curlew --help": [sys.executable, "-m", "curlew", "--help"],
        "curlew send --help": [sys.executable, "-m", "curlew", "send", "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):  # in turns, so that a busy moment of the machine meets all of them
        for name, command in commands.items():
            times[name].append(milliseconds(command))
    bare = statistics.median(times["python -c pass"])
    for name, taken in times.items():
        print(f"{name:20} {statistics.median(taken):6.1f} ms  {statistics.median(taken) / bare:4.2f}x  (best {min(taken):.1f})")
    print(f"medians of {RUNS} runs")
    ratio = statistics.median(times["curlew --version"]) / bare
    print(f"curlew --version / python -c pass: {ratio:.2f} (limit {LIMIT}) {'ok' if ratio <= LIMIT else 'TOO SLOW'}")
