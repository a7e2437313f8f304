"""Vendors' own programs, for the tests: `python tools/vendor_programs.py` brings them and prints the folder.

They are those of tools/vendor_programs/package-lock.json, bit for bit, unchanged; npm brings them into .cache/ once.
What cannot be had is an error that names the remedy.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tools" / "vendor_programs"
CACHE = ROOT / ".cache" / "vendor_programs"
READY = CACHE / "ready"
REMEDY = (
    "No vendors' programs for the tests: {reason}\nLet npm reach its registry once: python tools/vendor_programs.py"
)


class NotHad(Exception):
    """Why there is no Node.js, or why npm brought nothing, and what can be done."""


def program(name: str) -> str:
    """This will give the path of `node` or `npm`: that of the tests' own Node.js, else the machine's."""
    found = shutil.which(name, path=_path())
    if not found:
        raise NotHad(REMEDY.format(reason=f"there is no {name}; requirements-dev.txt brings one"))
    return found


def folder() -> Path:
    """This will bring the programs unless they are there, and give the folder whose `node_modules` has them."""
    CACHE.mkdir(parents=True, exist_ok=True)
    stamp = hashlib.sha256((PINNED / "package-lock.json").read_bytes()).hexdigest()
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests in several processes want them at once
        if not READY.exists() or READY.read_text() != stamp:
            _bring()
            READY.write_text(stamp)
    return CACHE


def _bring() -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, CACHE)
    command = (program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done = subprocess.run(
        command,
        cwd=CACHE,
        env={**os.environ, "PATH": _path()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise NotHad(REMEDY.format(reason="\n".join(done.stderr.split("\n")[:4]).strip()))


def _path() -> str:
    return f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ.get('PATH', '')}"


if __name__ == "__main__":
    try:
        print(folder())
    except NotHad as error:
        sys.exit(str(error))
