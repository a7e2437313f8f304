"""manage.py load_business FILE"""

import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from businesses import document
from businesses.document.text import LARGEST_BYTES


class Command(BaseCommand):
    """This will load one business from a document and print the ids of what it names as one JSON object."""

    help = "Creates or updates one business from a YAML or JSON document; what it no longer names is deactivated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will take the document's place."""
        parser.add_argument("file", metavar="FILE", help="the document; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will write all or nothing: with an error, a line for each on standard error and exit status 1."""
        name = str(options["file"])
        try:
            loaded = document.load(_read(name), now=timezone.now())
        except document.DocumentError as refusal:
            said = f"{name}: {refusal.count:,} error{'s' if refusal.count > 1 else ''}, nothing was written."
            raise CommandError("\n".join([said, *refusal.errors])) from refusal
        except Error as failure:
            raise CommandError(f"{name}: nothing was written, the database cannot serve: {failure}") from failure
        self.stdout.write(json.dumps(loaded.as_ids(), ensure_ascii=False))


def _read(name: str) -> str:
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise CommandError(f"{name}: cannot be read: {fault.strerror or fault}") from fault
    if len(raw) > LARGEST_BYTES:
        raise CommandError(f"{name}: is larger than {LARGEST_BYTES:,} bytes, nothing was written.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise CommandError(f"{name}: line {line} is not UTF-8 text; save the file as UTF-8.") from fault
