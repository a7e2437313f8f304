"""What the product is made of, as a CycloneDX document: `sbom.json`, of the virtual environment that it runs in.

Each component has its name, version, package URL, licence and what it needs; its hashes stand in requirements.txt.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NOT_OURS = {"pip", "setuptools"}  # what makes the environment; nothing of it runs
KEPT = ("bom-ref", "type", "name", "version", "purl", "licenses")


def main() -> None:
    """This will write `sbom.json`."""
    read = [sys.executable, "-m", "cyclonedx_py", "environment", "--short-PURLs", "--output-reproducible"]
    made = subprocess.run([*read, ROOT / ".venv/bin/python"], check=True, capture_output=True, text=True).stdout
    (ROOT / "sbom.json").write_text(json.dumps(_trimmed(json.loads(made)), indent=1, ensure_ascii=False) + "\n")


def _trimmed(bom: dict[str, Any]) -> dict[str, Any]:
    """The document without links to funding and forums, which change with every release and name nothing."""
    components = [part for part in bom["components"] if part["name"] not in NOT_OURS]
    refs = {part["bom-ref"] for part in components}
    return {
        "$schema": bom["$schema"],
        "bomFormat": bom["bomFormat"],
        "specVersion": bom["specVersion"],
        "version": 1,
        "metadata": {"component": {"bom-ref": "bookingsite", "type": "application", "name": "bookingsite"}},
        "components": [{name: part[name] for name in KEPT if name in part} for part in components],
        "dependencies": [each for each in bom["dependencies"] if each["ref"] in refs],
    }


if __name__ == "__main__":
    main()
