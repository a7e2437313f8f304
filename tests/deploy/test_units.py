"""systemd understands its files, and they run what exists."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings

REMEDY = "systemd-analyze is not on this machine. On Debian and Ubuntu: apt install systemd"
PYTHON = "/srv/bookingsite/.venv/bin/python"


def test_systemd_understands_every_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.fail(REMEDY, pytrace=False)
    units = [path for path in (settings.BASE_DIR / "deploy").iterdir() if path.suffix in (".service", ".socket")]
    assert len(units) == 3
    for unit in units:
        (tmp_path / unit.name).write_text(unit.read_text().replace(PYTHON, sys.executable))
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in units)]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize(("name", "started"), [("web", "-m gunicorn"), ("worker", "manage.py run_worker")])
def test_a_unit_starts_what_make_run_starts(name, started):
    assert f"ExecStart={PYTHON} {started}\n" in (settings.BASE_DIR / f"deploy/bookingsite-{name}.service").read_text()


def test_every_variable_of_the_environments_file_is_one_that_the_product_reads():
    written = (settings.BASE_DIR / "deploy/bookingsite.env").read_text().splitlines()
    known = (settings.BASE_DIR / ".env.example").read_text()
    names = [line.partition("=")[0] for line in written if line and not line.startswith("#")]
    assert [name for name in names if f"#{name}=" not in known] == []
