"""`make bench`: run every benchmark in a process of its own and print its figures; `make bench` takes names to run a few."""

import importlib
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    failed = 0
    for path in sorted(HERE.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if names and name not in names:
            continue
        print(f"== {name}", flush=True)
        began = time.perf_counter()
        code = subprocess.run([sys.executable, str(HERE / "__main__.py"), "--one", path.stem], check=False).returncode
        failed += code != 0
        print(f"   ({time.perf_counter() - began:.0f} s{', FAILED' if code else ''})", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    if sys.argv[1:2] == ["--one"]:
        importlib.import_module(f"benchmarks.{sys.argv[2]}").main()
    else:
        sys.exit(main(sys.argv[1:]))
