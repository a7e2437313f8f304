"""The examples on the APIs' pages run as they are printed, with host, key and date filled in."""

import shutil
import sys

import pytest

from bookings.dialects import introduced
from bookings.models import Booking
from bookingsite.api_docs import examples
from tests import factories
from tests.bookings.dialects.programs import node, run

ABOUT = introduced.every()


@pytest.fixture
def printed(live_server, elm):
    """The example of a dialect in a language, for North Elm."""

    def find(name, language):
        numbers = elm.services["Trim"].pk, elm.business.pk, elm.staff["Maria Gomez"].pk
        given = examples.Given(live_server.url, factories.key(elm, name), factories.DAY, *numbers)
        return next(each.text for each in examples.of(ABOUT[name], given) if each.language == language)

    return find


@pytest.fixture
def cancelled(elm):
    """Whether one booking was made by way of a dialect, and cancelled."""

    def check(name):
        booking = Booking.objects.get()
        assert (booking.status, booking.source) == ("cancelled", name)
        return True

    return check


@pytest.mark.parametrize("name", ABOUT)
def test_the_lines_for_a_shell_run(printed, cancelled, tmp_path, name):
    if not shutil.which("curl"):
        pytest.fail("There is no curl. On Debian and Ubuntu: apt install curl", pytrace=False)
    script = tmp_path / "example.sh"
    script.write_text(printed(name, "curl"))
    said = run(["sh", "-eu", str(script)], tmp_path)
    assert len(said) == len(ABOUT[name].steps)
    assert cancelled(name)


@pytest.mark.parametrize("name", ABOUT)
def test_the_python_program_runs(printed, cancelled, tmp_path, name):
    (tmp_path / "example.py").write_text(printed(name, "Python"))
    said = run([sys.executable, "example.py"], tmp_path)
    assert len(said) == len(ABOUT[name].steps)
    assert cancelled(name)


@pytest.mark.parametrize("name", ABOUT)
def test_the_javascript_program_runs(printed, cancelled, tmp_path, name):
    assert node(printed(name, "JavaScript"), tmp_path)
    assert cancelled(name)
