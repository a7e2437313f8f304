"""Programs of others, run as they are against the served product."""

import os
import subprocess

import pytest

import vendor_programs


def node(script, folder, *, name="program.mjs"):
    """What a JavaScript program prints, line by line; it must end well and complain of nothing."""
    try:
        path = vendor_programs.program("node")
    except vendor_programs.NotHad as error:
        pytest.fail(str(error), pytrace=False)
    (folder / name).write_text(script)
    return run([path, name], folder)


def run(command, folder):
    """What a command prints, line by line."""
    environment = {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def vendors_folder():
    """The folder whose `node_modules` has the vendors' own packages."""
    try:
        return vendor_programs.folder()
    except vendor_programs.NotHad as error:
        pytest.fail(str(error), pytrace=False)
