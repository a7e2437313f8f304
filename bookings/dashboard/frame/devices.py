"""What somebody sits at, in plain words, as far as the browser says it."""

# The first that is found counts: most browsers also name those that they are like.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung's browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


def said(agent: str) -> str:
    """This will put a user agent into words: "Firefox on Windows"."""
    browser = next((words for mark, words in BROWSERS if mark in agent), "")
    device = next((words for mark, words in DEVICES if mark in agent), "")
    if browser and device:
        return f"{browser} on {device}"
    return browser or device or "A browser that does not say its name"
