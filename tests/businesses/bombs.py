"""Documents that are small to send and meant to be endless to read. As a script: reads one, and prints what it took."""

import json
import resource
import sys
import time

FULL = 5 * 1024 * 1024 - 200  # characters, as many as a document may have
HEAD = "name: A\ntimezone: UTC\n"
EIGHTY = "n" * 80


def filled(part: str, *, head: str = "", tail: str = "") -> str:
    """This will repeat a part as often as there is room."""
    return head + part * ((FULL - len(head) - len(tail)) // len(part)) + tail


def many(count: int, **changes: object) -> str:
    """This will name so many services and people, each of whom performs one that is not there."""
    services = [{"name": f"Service {number}", "duration_minutes": 30} for number in range(count)]
    staff = [{"name": f"Person {number}", "services": [f"Servise {number}"]} for number in range(count)]
    document = {"name": "A", "timezone": "UTC", "categories": [{"name": "B", "services": services}], "staff": staff}
    return json.dumps(document | changes)


BOMBS = {
    "wrong customers": lambda: filled("1,", head='{"name":"A","timezone":"UTC","customers":[', tail="1]}"),
    "empty customers": lambda: filled("{},", head='{"name":"A","timezone":"UTC","customers":[', tail="{}]}"),
    "customers in YAML": lambda: filled("- {}\n", head=f"{HEAD}customers:\n"),
    "nearly as many as may be": lambda: filled(f"- {{email: {EIGHTY}}}\n", head=f"{HEAD}customers:\n"),
    "unknown keys": lambda: HEAD + "".join(f"k{number}: 1\n" for number in range(300_000)),
    "one key again and again": lambda: filled("a: 1\n", head=HEAD),
    "people who perform what is not there": lambda: many(2000),
    "a timetable of strangers": lambda: many(
        1900, timetable=[{"service": f"Servise {n}", "staff": f"Persom {n}"} for n in range(5000)]
    ),
    "aliases of aliases": lambda: (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    ),
    "keys of aliases": lambda: (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
        + "\n? *j\n: 1"
    ),
    "one long text a thousand times": lambda: (
        f"{HEAD}description: &long {'x' * 1_000_000}\nstaff:\n" + "- {name: *long, about: *long}\n" * 2000
    ),
    "brackets": lambda: "a: " + "[" * FULL,
    "dashes": lambda: "- " * (FULL // 2),
    "braces": lambda: '{"a":' * (FULL // 5),
    "question marks": lambda: "? " * (FULL // 2),
    "digits": lambda: f"{HEAD}rules: {{hold_minutes: {'9' * (FULL - 100)}}}",
    "decimals": lambda: f"{HEAD}rules: {{hold_minutes: 1.{'9' * (FULL - 100)}}}",
    "digits in JSON": lambda: f'{{"name": 1.{"9" * (FULL - 100)}}}',
    "anchors": lambda: "".join(f"- &a{number} x\n" for number in range(300_000)),
    "escapes": lambda: 'name: "' + "\\u0041" * (FULL // 6) + '"',
    "blanks": lambda: "name:" + " \n" * (FULL // 2),
    "remarks": lambda: "#\n" * (FULL // 2),
    "tags": lambda: "- !" + "a" * (FULL - 10) + " x",
    "wrong braces": lambda: filled("[],", head="{", tail="}"),
}

if __name__ == "__main__":
    import django

    django.setup()
    from businesses import document

    for name in sys.argv[1:] or BOMBS:
        text, began = BOMBS[name](), time.process_time()
        try:
            document.read(text)
            said: tuple[str, ...] = ()
        except document.DocumentError as refusal:
            said = refusal.errors
        taken = round(time.process_time() - began, 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(json.dumps([name, taken, peak, len(said), sum(map(len, said))]) + "\n")
