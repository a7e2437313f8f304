"""Who is counted by address is counted by network: there is one way to it."""

import re
from pathlib import Path

from django.conf import settings


def test_no_address_is_counted_as_it_is_written():
    found = []
    for room in ("bookings", "businesses", "bookingsite"):
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py")):
            for line in path.read_text("utf-8").splitlines():
                if re.search(r"limits\.take\(.*(REMOTE_ADDR|address)", line):
                    found.append(f"{path.name}: {line.strip()}")
    assert found == []
