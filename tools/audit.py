"""Whether an advisory is known against a pinned package: pip-audit, and plain words where its data cannot be had."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PINS = ("requirements.txt", "requirements-dev.txt")
SECONDS = 300


def main() -> int:
    """This will print what is known of the pins, and give 1 when an advisory is."""
    found = [_audited(pins) for pins in PINS]
    lines = [line for packages in found for line in _advisories(packages or [])]
    unknown = sum(len([each for each in packages or [] if "skip_reason" in each]) for packages in found)
    for line in sorted(set(lines)):
        print(line)
    if None in found or unknown:
        which = "any package" if None in found else f"{unknown} of {sum(map(len, filter(None, found)))} packages"
        print(f"The advisories about {which} cannot be had from here: NOT AUDITED. Run `make audit` where they can.")
    elif not lines:
        print("No advisory is known against any pinned package.")
    return 1 if lines else 0


def _audited(pins: str) -> list[dict[str, Any]] | None:
    """What pip-audit says of each pin; None when it could not ask."""
    ask = [sys.executable, "-m", "pip_audit", "-r", pins, "--require-hashes", "--disable-pip", "-f", "json"]
    try:
        said = subprocess.run(
            [*ask, "--progress-spinner", "off", "--timeout", "15"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        packages: list[dict[str, Any]] = json.loads(said.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return packages


def _advisories(packages: list[dict[str, Any]]) -> list[str]:
    return [
        f"{each['name']} {each['version']}: {advisory['id']}, mended in {', '.join(advisory['fix_versions']) or 'none'}"
        for each in packages
        for advisory in each.get("vulns", [])
    ]


if __name__ == "__main__":
    sys.exit(main())
