"""The OpenAPI file of each dialect, as docs/openapi keeps it: `python tools/openapi.py` writes them."""

import dialects

KEPT = dialects.ROOT / "docs" / "openapi"


def main() -> None:
    """Writes every file anew, and removes those of dialects that are no more."""
    every = dialects.every()
    from bookingsite.api_docs import openapi_file

    KEPT.mkdir(exist_ok=True)
    written = {f"{name}.json": openapi_file.text(about) for name, about in every.items()}
    for old in KEPT.glob("*.json"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (KEPT / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
