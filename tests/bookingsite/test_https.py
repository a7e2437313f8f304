"""What is promised about HTTPS with an https:// address: little by default, as it is hard to take back."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SHOW = """
import json, django
django.setup()
from django.test import Client
probe = Client().get("/healthz", HTTP_HOST="10.0.0.7", REMOTE_ADDR="127.0.0.1")
page = Client().get("/nothing", HTTP_HOST="book.example")
safe = Client().get("/nothing", HTTP_HOST="book.example", secure=True)
print(json.dumps([probe.status_code, page.status_code, safe.get("Strict-Transport-Security")]))
"""


def shown(**changes):
    """The status of a probe, of a page by plain HTTP, and the header of a page by HTTPS, as they are in production."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bookingsite.settings",
        "SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 4,
        "DATABASE_URL": "sqlite://:memory:",
        "PUBLIC_URL": "https://book.example",
        "ALLOWED_HOSTS": "book.example",
        "SECURE_SSL_REDIRECT": "true",
        **changes,
    }
    command = [sys.executable, "-c", SHOW]
    ran = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({}, "max-age=2592000"),
        ({"HSTS_SECONDS": "0"}, None),
        (
            {"HSTS_SECONDS": "31536000", "HSTS_INCLUDE_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_browsers_are_told_to_insist_for_a_month_and_for_more_by_choice(changes, header):
    probe, page, told = shown(**changes)
    assert told == header
    assert page == 301
    assert probe == 503  # answered, by a database without tables
