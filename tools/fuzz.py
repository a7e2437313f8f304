"""Generated requests against the served demo: `python tools/fuzz.py [--seconds N] [DIALECT…]`.

By default all dialects, a minute each.

Each dialect's own OpenAPI file says what may be sent and what may come back; no answer may be a 5xx, break the file's
promises, or let in what it calls invalid. The exit code is 0 only when nothing was found.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import dialects
import serving

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "negative_data_rejection,ignored_auth,unsupported_method"
)
CUSTOMER = ["--customer", "clara.osei@example.com"]  # of the demo


def main() -> int:
    """The first failing dialect's exit code, else 0."""
    headers = {name: about.header for name, about in dialects.every().items()}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("dialects", nargs="*", metavar="DIALECT", help=f"of {', '.join(headers)}; all by default")
    asked = parser.parse_args()
    if unknown := set(asked.dialects) - set(headers):
        parser.error(f"no dialect is called {min(unknown)}")
    wanted = asked.dialects or list(headers)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DEBUG": "false",
            "ALLOWED_HOSTS": "*",
        }
        for command in (["migrate", "--verbosity", "0"], ["make_demo"]):
            subprocess.run([*serving.MANAGE, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
        with serving.server(environment) as address:
            outcomes = [_fuzz(name, headers[name], address, asked.seconds, environment) for name in wanted]
    return next(filter(None, outcomes), 0)


def _fuzz(dialect: str, header: str, address: str, seconds: int, environment: dict[str, str]) -> int:
    callers = [[], CUSTOMER] if dialect in dialects.for_customers() else [[]]
    each = seconds // len(callers)
    outcomes = [_fuzz_as(caller, dialect, header, address, each, environment) for caller in callers]
    return next(filter(None, outcomes), 0)


def _fuzz_as(
    caller: list[str], dialect: str, header: str, address: str, seconds: int, environment: dict[str, str]
) -> int:
    """The exit code with the business's key, or with one of somebody else."""
    print(f"Fuzzing {dialect} for {seconds} s", *caller, flush=True)
    issue = [*serving.MANAGE, "issue_api_key", "--business", "demo", "--dialect", dialect, *caller]
    key = subprocess.run(issue, check=True, env=environment, capture_output=True, text=True).stdout.strip()
    # One worker: two threads that parse Python at once, as its generator does, can fail on Python 3.11 (gh-106905).
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(Path(__file__).with_name("schemathesis.toml")), "run"),
        f"{address}/api/docs/{dialect}/openapi.json",
        *("--url", address, "--header", header.format(key=key), "--checks", CHECKS),
        *("--max-time", str(seconds), "--request-timeout", "10", "--workers", "1", "--generation-database", "none"),
        *("--warnings", "off"),
    ]
    return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
