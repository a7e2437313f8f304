"""From plain values to YAML as people write it."""

from typing import Any

import yaml


class Inline(list[Any]):
    """A list on one line: [a, b]."""


class InlineMapping(dict[str, Any]):
    """A mapping on one line: {a: 1, b: 2}."""


class Quoted(str):
    """A text that always stands between double quotes, so that no reader takes it for a number."""

    __slots__ = ()


def dump(document: dict[str, object]) -> str:
    """This will give the document as YAML, keys in their order, every letter readable."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # items of a list stand further in than its key


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Several lines as a block; letters that a reader could take for a line break, or drop, as escapes."""
    odd = any(character in "\r\t\x85\u2028\u2029\ufeff" for character in text)
    style = '"' if odd else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


def _inline(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _inline_mapping(dumper: yaml.SafeDumper, items: dict[str, Any]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", items, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Quoted, _quoted)
_Dumper.add_representer(Inline, _inline)
_Dumper.add_representer(InlineMapping, _inline_mapping)
