"""Draws the pictures of the demo into businesses/demo_pictures: `python tools/demo_pictures/draw.py`, by tools/browser.py.

They are ours, and anybody's: CC0. A browser turns the drawings into pixels, Pillow writes these as WebP.
"""

import io
import os
from pathlib import Path

import people
import things
from paper import SIZE
from PIL import Image
from playwright.sync_api import sync_playwright

INTO = Path(__file__).parents[2] / "businesses" / "demo_pictures"
SHARP = 1.5  # pixels for each unit of a drawing


def main() -> None:
    """This will draw all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER"], args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE}, device_scale_factor=SHARP)
        for name, drawing in {**people.PICTURES, **things.PICTURES}.items():
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing()}")
            with Image.open(io.BytesIO(page.screenshot())) as shot:
                shot.convert("RGB").save(INTO / f"{name}.webp", "WEBP", quality=88, method=6)
        browser.close()


if __name__ == "__main__":
    main()
