"""The pictures of a mail in the README: `python tools/browser.py python tools/mail_pictures.py` draws them anew.

They show the golden files of the tests, so they are what is sent: a move on a desk, and a confirmation on a dark phone.
"""

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "bookings" / "notifications" / "golden" / "en"
Scheme = Literal["light", "dark"]
PICTURES: tuple[tuple[str, str, int, Scheme], ...] = (
    ("moved.html", "mail.png", 600, "light"),
    ("confirmed.html", "mail-phone.png", 320, "dark"),
)


def main() -> None:
    """This will write each picture to docs."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ["BROWSER"], args=["--disable-gpu"])
        for source, name, width, scheme in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
            page.set_content((GOLDEN / source).read_text("utf-8"))
            page.screenshot(path=ROOT / "docs" / name, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
