"""What the product stands on: every pin is listed, every licence is free, every choice has its reason."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Licences that let anybody run, change and pass on the product. LGPL and MPL bind whoever changes the package itself.
FREE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-CMU",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
    "License :: OSI Approved :: Apache Software License",
    "License :: OSI Approved :: BSD License",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)",
    "License :: OSI Approved :: Zope Public License",
}
# What its makers say elsewhere than in the package's own data, or say there beside a word about a trademark.
SAID_ELSEWHERE = {"uritemplate": ["BSD-3-Clause OR Apache-2.0"], "qrcode": ["BSD-3-Clause"]}
# What only Windows needs is not in the list: it is made where the product runs.
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?=\s)(?! ; sys_platform == 'win32')", re.MULTILINE)
BOM = json.loads((ROOT / "sbom.json").read_text())


def name_of(written):
    return re.sub(r"[-_.]+", "-", written).lower()


def test_the_list_names_the_very_pins():
    pinned = defaultdict(set)  # a package may be pinned once for each Python
    for name, version in PIN.findall((ROOT / "requirements.txt").read_text()):
        pinned[name_of(name)].add(version)
    listed = {name_of(part["name"]): part["version"] for part in BOM["components"]}
    assert set(listed) == set(pinned), "make lock writes it anew"
    assert {name: version for name, version in listed.items() if version not in pinned[name]} == {}


@pytest.mark.parametrize("part", BOM["components"], ids=lambda part: part["name"])
def test_every_licence_is_free(part):
    said = [
        each.get("expression") or each["license"].get("id") or each["license"]["name"]
        for each in part.get("licenses", [])
    ]
    words = [name for each in SAID_ELSEWHERE.get(part["name"], said) for name in re.split(r" (?:OR|AND) ", each)]
    assert words
    assert set(words) <= FREE


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_choice_has_its_reason(file):
    for line in filter(None, (ROOT / file).read_text().splitlines()):
        assert "# " in line, line
