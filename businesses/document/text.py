"""From the text of a document to plain values: mappings, lists, texts, whole numbers, decimals, truth values, null."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from businesses.document.errors import DocumentError, Faults

LARGEST_BYTES = 5 * 1024 * 1024
# Of the document once all aliases are followed: a small text can mean a huge one.
MOST_PARTS, MOST_CHARACTERS, DEEPEST = 500_000, LARGEST_BYTES, 20
MOST_NODES = 750_000  # of YAML, before aliases are followed: here a key is one, too, and takes half a kilobyte
LONGEST_REASON = 200  # of what the parser says, which may repeat what was written
TOO_MUCH = "document: has too many parts or is nested too deeply"


# PyYAML in C is ten times as fast; where it was built without, its Python reads the same.
if TYPE_CHECKING:
    Fast = yaml.SafeLoader
else:
    Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Pairs(list[tuple[Any, Any]]):
    """A mapping as it was written, repeated keys included."""

    __slots__ = ()


def parse(text: str) -> object:
    """This will read YAML or JSON; raises DocumentError, also for a key that stands twice and a document over 5 MB."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        raise DocumentError([f"document: is larger than {LARGEST_BYTES:,} bytes"])
    try:
        written = _from_json(text) if text.lstrip()[:1] in ("{", "[") else _from_yaml(text)
    except RecursionError:
        raise DocumentError(["document: is nested too deeply"]) from None
    if written is None:
        raise DocumentError(["document: is empty; it needs at least a name and a timezone"])
    unfolding = _Unfolding()
    plain = unfolding.plain(written, "", 0)
    if unfolding.errors:
        raise unfolding.errors.refusal()
    return plain


def _from_json(text: str) -> object:
    if sum(map(text.count, ",[{")) > MOST_PARTS:  # every part has one before it; what is read of them takes memory
        raise DocumentError([TOO_MUCH])
    try:
        return json.loads(
            text,
            object_pairs_hook=Pairs,
            parse_float=lambda written: Decimal(written) if re.fullmatch(_DECIMAL, written) else written,
            parse_int=lambda digits: int(digits) if len(digits) < 20 else digits,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as fault:
        try:
            return _from_yaml(text)  # YAML may begin with a brace too
        except DocumentError:
            raise DocumentError([f"line {fault.lineno}, column {fault.colno}: not JSON: {fault.msg}"]) from None


def _no_constant(word: str) -> NoReturn:
    raise DocumentError([f"document: {word} is no value of JSON"])


def _from_yaml(text: str) -> object:
    try:
        _keep_within_bounds(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with fewer types than the usual one
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "document"
        raise DocumentError([f"{where}: not YAML: {str(fault.problem or fault.context)[:LONGEST_REASON]}"]) from None
    except yaml.YAMLError as fault:
        raise DocumentError([f"document: not YAML: {' '.join(str(fault).split())[:LONGEST_REASON]}"]) from None
    except ValueError as fault:  # a tag that its value does not fit: !!int "x"
        raise DocumentError([f"document: not YAML: {str(fault)[:LONGEST_REASON]}"]) from None


def _keep_within_bounds(text: str) -> None:
    """This will refuse what is too deep or has too many parts as soon as that is seen, and keep nothing of it."""
    depth = parts = 0
    for event in yaml.parse(text, Loader=Fast):
        parts += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or parts > MOST_NODES:
            raise DocumentError([TOO_MUCH])


class _Loader(Fast):
    """YAML whose unquoted words mean what they seem to, as _PLAIN below says.

    09:00, 13:00, 2026-12-25, +12025550185, 0171, NO and yes stay texts, where YAML 1.1 would read numbers, dates and
    truth values; whoever needs another type of them reads it from the text.
    """

    def _pairs(self, node: yaml.MappingNode) -> Pairs:
        return Pairs(self.construct_pairs(node, deep=True))

    def _list(self, node: yaml.SequenceNode) -> list[Any]:
        return self.construct_sequence(node, deep=True)

    def _flag(self, node: yaml.ScalarNode) -> bool:
        return str(self.construct_scalar(node)).lower() == "true"

    def _integer(self, node: yaml.ScalarNode) -> int:
        return int(str(self.construct_scalar(node)))

    def _decimal(self, node: yaml.ScalarNode) -> Decimal:
        written = str(self.construct_scalar(node))
        if not re.fullmatch(_DECIMAL, written):
            raise ValueError(f"{written[:40]!r} is no number")
        return Decimal(written)


_DECIMAL = r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}"
_Make = Callable[[Any, Any], Any]
# kind: what it looks like without quotes, the characters it begins with, how it is made
_PLAIN: dict[str, tuple[str | None, list[str], _Make]] = {
    "null": (r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""], _Loader.construct_yaml_null),
    "bool": (r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF"), _Loader._flag),
    "int": (r"-?(?:0|[1-9][0-9]{0,17})", list("-0123456789"), _Loader._integer),
    "float": (_DECIMAL, list("-0123456789"), _Loader._decimal),
    "str": (None, [], _Loader.construct_yaml_str),
    "seq": (None, [], _Loader._list),
    "map": (None, [], _Loader._pairs),
}
_Loader.yaml_implicit_resolvers, _Loader.yaml_constructors = {}, {}
for _kind, (_look, _first, _make) in _PLAIN.items():
    if _look:
        _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^{_look}$"), _first)
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _make)
_UNDEFINED: _Make = yaml.SafeLoader.construct_undefined
_Loader.add_constructor(None, _UNDEFINED)


class _Unfolding:
    """Mappings out of pairs, aliases followed, within bounds."""

    def __init__(self) -> None:
        self.errors = Faults()
        self.parts = self.characters = 0

    def plain(self, value: object, path: str, depth: int) -> object:
        """This will give the value with every mapping as a dict; a repeated key becomes an error with its path."""
        self.parts += 1
        self.characters += len(value) if isinstance(value, str) else 0
        if self.parts > MOST_PARTS or self.characters > MOST_CHARACTERS or depth > DEEPEST:
            raise DocumentError([TOO_MUCH])
        if isinstance(value, Pairs):
            return self._mapping(value, path, depth)
        if isinstance(value, list):
            return [self.plain(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value)]
        return value

    def _mapping(self, pairs: Pairs, path: str, depth: int) -> dict[object, object]:
        found: dict[object, object] = {}
        for key, value in pairs:
            if not isinstance(key, str):
                written = "a list or a mapping" if isinstance(key, list) else f"{key!r:.60}"
                self.errors.add(f"{path or 'document'}: a key must be text, not {written}")
                continue
            below = child_path(path, key)
            if key in found:
                self.errors.add(f"{below}: stands twice")
            found[key] = self.plain(value, below, depth + 1)
        return found


def child_path(path: str, key: str) -> str:
    """This will give the path of a key below a path; an odd key is quoted so that the line stays readable."""
    shown = key if re.fullmatch(r"[\w -]{1,60}", key) else f"{key[:60]!r:.60}"
    return f"{path}.{shown}" if path else shown
