"""Processes that save without end, killed at random moments; what they leave is looked at."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from curlew.storage.atomic import is_temporary, sweep

SAVING = """
import hashlib, sys
from pathlib import Path
from curlew.storage.atomic import content_hash, save

folder = Path(sys.argv[1])
files = [folder / f"r{n}.yml" for n in range(5)]
hashes = {path: content_hash(path.read_bytes()) for path in files}
number = 0
sys.stdout.write("ready\\n")
sys.stdout.flush()
while True:
    number += 1
    path = files[number % 5]
    body = (f"{number}\\n" * (1 + number * 37 % 4000)).encode()
    hashes[path] = save(path, hashlib.sha256(body).hexdigest().encode() + b"\\n" + body, hashes[path])
    new = folder / f"new{number % 50}.yml"
    if not new.exists():
        save(new, hashlib.sha256(body).hexdigest().encode() + b"\\n" + body, None)
"""


@dataclass
class Damage:
    """What a series of kills did: files with mixed content, files gone, temporary files still there after the next start's sweep."""

    torn: int = 0
    lost: int = 0
    stray: int = 0
    left_before_sweep: int = 0


def is_whole(data: bytes) -> bool:
    digest, _newline, body = data.partition(b"\n")
    return hashlib.sha256(body).hexdigest().encode() == digest


def kill_while_saving(folder: Path, times: int, seed: int) -> Damage:
    """Kill a saving process `times` times, each in its own folder, a random moment after its first save."""
    rng = random.Random(seed)
    damage = Damage()
    for run in range(times):
        place = folder / f"run{run}"
        place.mkdir()
        for number in range(5):
            body = b"start\n"
            (place / f"r{number}.yml").write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        child = subprocess.Popen([sys.executable, "-c", SAVING, str(place)], stdout=subprocess.PIPE, env=_environment())
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.uniform(0, 0.03))
        child.kill()
        child.wait()
        child.stdout.close()
        _look(place, damage)
    return damage


def _look(place: Path, damage: Damage) -> None:
    damage.left_before_sweep += sum(is_temporary(name) for name in os.listdir(place))
    sweep(place)
    for number in range(5):
        damage.lost += not (place / f"r{number}.yml").exists()
    for name in os.listdir(place):
        if name.endswith(".yml"):
            damage.torn += not is_whole((place / name).read_bytes())
        else:
            damage.stray += 1


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
