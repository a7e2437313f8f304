"""The example of a dialect, as programs that run: for a shell, in Python and in JavaScript, without any package."""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from bookings.dialects.about import About, First, Keep, Step

NAMED = re.compile(r"\{(\w+)\}")
WHOLE = re.compile(r'"\{(\w+)\}"')  # a value that is nothing but what is named
LOCATION = r" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p'"
NOTES = dict.fromkeys(("service", "merchant", "staff"), "its number: the business knows it")


class Given(NamedTuple):
    """What is filled in."""

    host: str
    key: str
    date: dt.date
    service: int = 1  # numbers that the business knows; whoever tries the example fills in others
    merchant: int = 1
    staff: int = 1

    @property
    def start(self) -> str:
        """An instant of the date."""
        return f"{self.date}T15:00:00Z"


class Program(NamedTuple):
    """An example in one language."""

    language: str
    text: str


def of(about: About, given: Given) -> list[Program]:
    """This will give the example in each language."""
    return [Program(name, "\n".join(lines(about, given)) + "\n") for name, lines in LANGUAGES.items()]


def _shell(about: About, given: Given) -> Iterator[str]:
    yield f"HOST={given.host}"
    yield f"KEY={given.key}"
    for name, value in _given(about, given):
        yield f"{name.upper()}={value}{_note(name, ' #')}"
    yield f'AUTH="{about.header.format(key="$KEY")}"'
    yield 'pick() { python3 -c "import json, sys; answer = json.load(sys.stdin); print($1)"; }'
    for step in about.steps:
        method = f"-X {step.method} " if step.method != "GET" else ""
        located = any(not keep.way for keep in step.keeps.values())
        where = "-o /dev/null -D - " if located else ""
        ask = f'curl -sS {where}{method}"$HOST{NAMED.sub(_dollar, step.path)}" -H "$AUTH"'
        pipe = LOCATION if located else ""
        yield from ("", f"# {step.title}")
        if step.body is None:
            yield f"ANSWER=$({ask}{pipe})"
        else:
            yield f"ANSWER=$({ask} -H 'Content-Type: application/json' -d @- <<END{pipe}"
            yield from (_shell_body(step.body, _numbers(about, given)), "END", ")")
        yield """printf '%s\\n' "$ANSWER\""""
        for name, keep in step.keeps.items():
            if not keep.way:
                yield f"{name.upper()}=${{ANSWER##*/}}"
                continue
            way = _python_way(keep, named=lambda name: f"${name.upper()}").replace('"', "'")
            yield f"""{name.upper()}=$(printf '%s' "$ANSWER" | pick "{way}")"""


def _shell_body(body: Mapping[str, Any], numbers: Collection[str]) -> str:
    """The body in which the shell fills in what is named; a number stands there without quotes."""
    written = NAMED.sub(_dollar, json.dumps(body, indent=2))
    for name in numbers:
        written = written.replace(f'"${name.upper()}"', f"${name.upper()}")
    return written


def _python(about: About, given: Given) -> Iterator[str]:
    header, _, value = about.header.partition(": ")
    yield from ("import json", "from urllib.request import Request, urlopen", "")
    yield f'HOST = "{given.host}"'
    yield f'KEY = "{given.key}"'
    for name, written in _given(about, given):
        yield f"{name} = {json.dumps(written)}{_note(name, '  #')}"
    yield from ("", "", "def ask(method, path, body=None):")
    shown = "KEY" if value == "{key}" else f'f"{value.format(key="{KEY}")}"'
    yield f'    headers = {{"{header}": {shown}, "Content-Type": "application/json"}}'
    yield "    data = None if body is None else json.dumps(body).encode()"
    yield "    with urlopen(Request(HOST + path, data, headers, method=method)) as found:"
    if _is_located(about):
        yield "        text = found.read()"
        yield '        answer = json.loads(text) if text else found.headers["Location"]'
    else:
        yield "        answer = json.load(found)"
    yield from ("    print(answer)", "    return answer", "")
    for step in about.steps:
        yield from ("", f"# {step.title}")
        path = json.dumps(step.path)
        arguments = f'"{step.method}", {"f" if NAMED.search(step.path) else ""}{path}{_body(step, "    ", python=True)}'
        yield f"{'answer = ' if step.keeps else ''}ask({arguments})"
        for name, keep in step.keeps.items():
            yield f"{name} = " + (_python_way(keep) if keep.way else 'answer.split("/")[-1]')


def _javascript(about: About, given: Given) -> Iterator[str]:
    header, _, value = about.header.partition(": ")
    yield f'const HOST = "{given.host}";'
    yield f'const KEY = "{given.key}";'
    for name, written in _given(about, given):
        yield f"const {name} = {json.dumps(written)};{_note(name, ' //')}"
    shown = "KEY" if value == "{key}" else f"`{value.format(key='${KEY}')}`"
    yield from ("", "async function ask(method, path, body) {")
    yield f'  const headers = {{ "{header}": {shown}, "Content-Type": "application/json" }};'
    yield "  const found = await fetch(HOST + path, { method, headers, body: body && JSON.stringify(body) });"
    if _is_located(about):
        yield "  const text = await found.text();"
        yield '  const answer = text ? JSON.parse(text) : found.headers.get("Location");'
    else:
        yield "  const answer = await found.json();"
    yield "  console.log(answer);"
    yield "  if (!found.ok) throw new Error(`${method} ${path}: ${found.status}`);"
    yield from ("  return answer;", "}", "", "let answer;")
    for step in about.steps:
        yield from ("", f"// {step.title}")
        path = f"`{NAMED.sub(lambda found: '${' + found[1] + '}', step.path)}`"
        yield f'answer = await ask("{step.method}", {path}{_body(step, "  ", python=False)});'
        for name, keep in step.keeps.items():
            yield f"const {name} = " + (_javascript_way(keep) if keep.way else 'answer.split("/").at(-1)') + ";"


LANGUAGES = {"curl": _shell, "Python": _python, "JavaScript": _javascript}


def _given(about: About, given: Given) -> list[tuple[str, str | int]]:
    """What the steps name and none of them keeps."""
    written = " ".join(step.path + json.dumps(step.body) for step in about.steps)
    ways = [part for step in about.steps for keep in step.keeps.values() for part in keep.way]
    asked = {part.equals for part in ways if isinstance(part, First)}
    kept = {name for step in about.steps for name in step.keeps}
    values: dict[str, str | int] = {"date": given.date.isoformat(), "weekday": given.date.weekday()}
    values |= {"start": given.start, "service": given.service, "merchant": given.merchant, "staff": given.staff}
    needed = (set(NAMED.findall(written)) | asked) - kept
    return [(name, value) for name, value in values.items() if name in needed]


def _note(name: str, sign: str) -> str:
    """What a reader must know of something given."""
    return f"{sign} {NOTES[name]}" if name in NOTES else ""


def _numbers(about: About, given: Given) -> set[str]:
    kept = {name for step in about.steps for name, keep in step.keeps.items() if keep.is_number}
    return kept | {name for name, value in _given(about, given) if isinstance(value, int)}


def _is_located(about: About) -> bool:
    """Whether an answer says by its Location what it made."""
    return any(not keep.way for step in about.steps for keep in step.keeps.values())


def _dollar(found: re.Match[str]) -> str:
    name, after = found[1].upper(), found.string[found.end() :][:1]
    return f"${{{name}}}" if after.isalnum() else f"${name}"


def _body(step: Step, indent: str, *, python: bool) -> str:
    """The body as the language writes it, one field a line."""
    if step.body is None:
        return ""
    lines = []
    for name, said in step.body.items():
        value = WHOLE.sub(r"\1", json.dumps(said))
        lines.append(f"{indent}{json.dumps(name) if python else name}: {value},\n")
    return f", {{\n{''.join(lines)}}}"


def _python_way(keep: Keep, named: Callable[[str], str] = str) -> str:
    way = "answer"
    for part in keep.way:
        if isinstance(part, First):
            asked = f'each["{part.field}"]' + (f" == {named(part.equals)}" if part.equals else "")
            way = f"next(each for each in {way} if {asked})"
        else:
            way += f"[{json.dumps(part)}]"
    return way


def _javascript_way(keep: Keep) -> str:
    way = "answer"
    for part in keep.way:
        if isinstance(part, First):
            asked = f"each.{part.field}" + (f" === {part.equals}" if part.equals else "")
            way += f".find((each) => {asked})"
        elif isinstance(part, str):
            way += f".{part}"
        else:
            way += f".at({part})"
    return way
