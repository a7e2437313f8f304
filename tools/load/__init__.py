"""What `make bench` measures, and with what: see `docs/performance.md`."""
