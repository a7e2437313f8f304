# make run: a first look.  make test: every test.  make check: what CI runs, test-deploy with nginx and systemd as well.
# make bench: how fast it is, as tables and as JSON; docs/performance.md says what they mean and what else it can do.
# make lighthouse: what Lighthouse says of the guests' pages, at least 98 of 100 in every category.
# make soak: hours of the long tests, and the whole suite on dates unlike others.
#   SOAK_PARTS="clock fuzz" make soak: some parts (tools/soak.py names them).  DATES="2028-02-29" make soak: other dates.
# make lock: the pins, and sbom.json, which lists what the product is made of.  make audit: advisories against the pins.
# make messages: the translations brought up to date with the pages.
# make openapi: docs/openapi, the file of each API, brought up to date with the views.
# make clean: remove what the tools made; what the product wrote, in var/, stays.
# PYTHON=python3.13 make …: another Python.  PORT=8001 make run: another port.
# PYTEST_ARGS="tests/races -x" make test-sqlite: some tests, on one engine, in one process.
# BROWSER=/path/to/chrome make test: another browser.

PYTHON ?= python3
PYTEST_ARGS ?= -n logical --dist worksteal
CONFORMANCE ?= ../shared/conformance

RUN = .venv/bin/python
DEV = .venv-dev/bin/python

ON_POSTGRES = $(DEV) tools/postgres.py $(DEV)

# Every variable that `.env` could set is set here: a developer's own settings change no test's outcome.
CHECKS = lint test-deploy test-browser test-sqlite test-postgres conformance fuzz bench lighthouse soak messages openapi
$(CHECKS): export SECRET_KEY = only-for-tests-and-known-to-everybody
$(CHECKS): export DEBUG = false
$(CHECKS): export ALLOWED_HOSTS = 127.0.0.1,localhost
$(CHECKS): export PORT = 8000
$(CHECKS): export WEB_PROCESSES = 2
$(CHECKS): export WEB_THREADS = 4
$(CHECKS): export PUBLIC_URL = http://127.0.0.1:8000
$(CHECKS): export DATABASE_URL = sqlite://:memory:
$(CHECKS): export EMAIL_URL = memorymail://
$(CHECKS): export DEFAULT_FROM_EMAIL = bookings@localhost
$(CHECKS): export SECURE_SSL_REDIRECT = true
$(CHECKS): export HSTS_SECONDS = 2592000
$(CHECKS): export HSTS_INCLUDE_SUBDOMAINS = false
$(CHECKS): export HSTS_PRELOAD = false
$(CHECKS): export TRUSTED_PROXIES =
$(CHECKS): export GUEST_LIMITS =
$(CHECKS): export WEBHOOK_SECRET_KEY =
$(CHECKS): export WEBHOOK_ALLOW_LOOPBACK = false
PRODUCTION = ALLOWED_HOSTS=book.example PUBLIC_URL=https://book.example TRUSTED_PROXIES=127.0.0.1 \
	SECRET_KEY=$$($(DEV) -c 'import secrets; print(secrets.token_urlsafe(50))')

# $(call venv,FOLDER,REQUIREMENTS) makes the virtual environment anew when Python, requirements or place changed.
define venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Python 3.11 or newer is needed; name one: PYTHON=python3.12 make $(MAKECMDGOALS)" >&2; exit 1; }
@stamp="$$({ pwd; $(PYTHON) -c 'import sys; print(sys.version, sys.base_prefix)'; cat $(2); } | cksum)"; \
if [ ! -x $(1)/bin/python ] || [ "$$(cat $(1)/.stamp 2>/dev/null)" != "$$stamp" ]; then \
	echo "Installing $(2) into $(1) …"; rm -rf $(1); \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv with pip. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	$(PYTHON) -m venv $(1) && \
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2) && \
	echo "$$stamp" > $(1)/.stamp; \
fi
endef

.PHONY: run test check clean lint audit test-deploy test-browser test-sqlite test-postgres conformance fuzz bench lighthouse soak messages \
	openapi venv venv-dev format lock
.NOTPARALLEL:

run: venv
	@exec $(RUN) tools/serve.py

test: test-browser test-sqlite test-postgres

# The tests come last: a run ends with what they say.
check: lint audit fuzz conformance test-deploy test

clean:
	rm -rf .venv .venv-dev .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lint: venv-dev
	$(DEV) -m ruff format --check --output-format concise .
	$(DEV) -m ruff check .
	$(DEV) -m mypy
	.venv-dev/bin/lint-imports --no-logo importlinter.ini
	$(DEV) manage.py makemigrations --check --dry-run
	$(ON_POSTGRES) manage.py makemigrations --check --dry-run
	env $(PRODUCTION) $(DEV) manage.py check --deploy --fail-level WARNING

# Once, in one process, with a browser that the machine has or that npm brings.
test-browser: venv-dev
	$(DEV) tools/browser.py $(DEV) -m pytest tests/browser

test-sqlite: venv-dev
	$(DEV) -m pytest --ignore tests/browser --ignore tests/deploy $(PYTEST_ARGS)

# What asks the database nothing of its own is tested once, with SQLite.
ONCE = tests/browser tests/deploy tests/house tests/bookings/availability tests/bookings/dashboard/charts \
	tests/bookings/dialects/every/test_parsing.py tests/bookings/dialects/every/test_request_ids.py \
	tests/bookings/dialects/test_access.py tests/bookings/test_localized.py tests/bookings/webhooks/test_addresses.py \
	tests/bookingsite/web tests/businesses/test_document_faults.py tests/businesses/test_key_format.py \
	tests/businesses/test_names.py tests/businesses/test_normal.py
test-postgres: venv-dev
	$(ON_POSTGRES) -m pytest $(addprefix --ignore ,$(ONCE)) $(PYTEST_ARGS)

# The files of deploy/, with the machine's own nginx and systemd, which `make test` does without.
test-deploy: venv-dev
	$(DEV) -m pytest tests/deploy

# The black-box suite is kept beside the checkout, not in it.
conformance: venv-dev
	@if [ -d $(CONFORMANCE) ]; then exec $(DEV) tools/conformance.py $(CONFORMANCE); \
	else echo "No conformance suite at $(CONFORMANCE): not run."; fi

# A minute for each dialect, against its own OpenAPI file.
fuzz: venv-dev
	$(DEV) tools/fuzz.py

# What Lighthouse says of three of the guests' pages; the machine should have nothing else to do.
lighthouse: venv-dev
	$(DEV) tools/browser.py $(DEV) tools/lighthouse.py

bench: venv-dev
	$(DEV) tools/bench.py

soak: venv-dev
	$(DEV) tools/soak.py --pytest-args="$(PYTEST_ARGS)" --conformance $(CONFORMANCE) \
		$(if $(SOAK_PARTS),--parts $(SOAK_PARTS)) $(if $(DATES),--dates $(DATES))

messages: venv-dev
	$(DEV) tools/messages.py

openapi: venv-dev
	$(DEV) tools/openapi.py

venv:
	$(call venv,.venv,requirements.txt)

venv-dev:
	$(call venv,.venv-dev,requirements-dev.txt)

format: venv-dev
	$(DEV) -m ruff check --fix .
	$(DEV) -m ruff format .

# Raises nothing by itself: what is pinned stays. UPGRADE=--upgrade raises all, UPGRADE='--upgrade-package NAME' one.
COMPILE = .venv-dev/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE)
lock: venv-dev
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(MAKE) venv venv-dev
	$(DEV) tools/sbom.py

# Says so where the advisories cannot be had.
audit: venv-dev
	$(DEV) tools/audit.py
