"""docs/rules.md, made from the rule files. `python -m dateline.rules.reference` writes it anew."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from dateline import resources, rules
from dateline.rules import Example, Rule, examples, tables
from dateline.rules.probes import PROBES

PAGE = Path("docs") / "rules.md"

_HEAD = """\
# Rules

<!-- Made from validators/*.yaml by `python -m dateline.rules.reference`. Change those files, not this. -->

Everything that dateline can find wrong. In the terminal, `dateline explain {example}` shows one rule.

- **error**: must not be. An extraction with an error stays out of the dataset.
- **warning**: should not be, but a person may know better. It stops nothing.
- **info**: worth a look.

Codes and names are final: a code is never used again for another rule. A rule in *preview* has not been
calibrated on real data yet, and its severity may change.

The examples run as tests; the comment below a failing one is the message that it gives. What an example does
not say is as in a small made-up project: two papers of Sunday 15 October 2023 tell how the Northern Army and
the River Front clashed in Harbour Town, in Antarctica. The rules that are about the rows of a table show the
condition in SQL under which a row fails, or the query that gives the failing rows; the rest of an example's
row is as in `src/dateline/rules/base_rows.yaml`, and a row with `times` stands there so many times.
"""
_PROBES = """\
## For those who write rules

A rule names a *probe*, a question that dateline asks about the data, and the answers that break it. Each
answer belongs to one rule. Its message may use the values that the answer carries, and no others.
`schema/rules.schema.json` says how an example of each probe is written.
"""


def page() -> str:
    """The text of docs/rules.md. Runs the failing examples, for the messages that users see."""
    catalogue = rules.load()
    topics = list(_topics())
    lines = [_HEAD.format(example=next(iter(catalogue)).code)]
    lines += _overview(catalogue)
    for topic, about in topics:
        lines += [f"## {_title(topic)}\n", f"{about}\n"]
        for table, heading in _GROUPS.items():
            found = [rule for rule in catalogue if rule.topic == topic and rule.table == table]
            lines += [f"*{heading}.*\n"] * bool(found) + [line for rule in found for line in _rule(rule)]
    lines += [_PROBES, *_probes()]
    return "\n".join(lines)


def _topics() -> Iterator[tuple[str, str]]:
    """Topics with what they are about, in the order of their letters."""
    files = (yaml.safe_load(path.read_bytes()) for path in resources.folder("validators").glob("*.yaml"))
    for file in sorted(files, key=lambda file: str(file["letter"])):
        yield file["topic"], file["about"].strip()


def _title(topic: str) -> str:
    return topic.replace("_", " ").capitalize()


def _overview(found: Iterable[Rule]) -> Iterator[str]:
    yield "| code | name | severity | what is wrong |\n| --- | --- | --- | --- |"
    for rule in found:
        yield f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {rule.severity.value} | {rule.summary} |"
    yield ""


def _anchor(rule: Rule) -> str:
    return f"{rule.code.lower()}-{rule.name}"


_GROUPS: dict[str | None, str] = {
    None: "Rules about extractions, articles and files",
    **{table: f"Rules about rows of `{table}`" for table in tables.base_rows()},
}


def _rule(rule: Rule) -> Iterator[str]:
    replaced = f", replaced by {rule.replaced_by}" if rule.replaced_by else ""
    yield f"### {rule.code} {rule.name}\n"
    yield f"{rule.summary} *{rule.severity.value}, {rule.status.value}{replaced}, since {rule.since}*\n"
    yield f"**What to do.** {rule.advice}\n"
    yield f"**Why.** {rule.why} *({rule.origin.rstrip('.')}.)*\n"
    if rule.table is not None:
        yield from _condition(rule)
    told = zip(rule.fails, _messages(rule), strict=True)
    fails = (f"{_item(example)}\n  # {message}" for example, message in told)
    yield "Fails:\n\n```yaml\n{}\n```\n".format("\n".join(fails))
    yield "Passes:\n\n```yaml\n{}\n```\n".format("\n".join(map(_item, rule.passes)))


def _condition(rule: Rule) -> Iterator[str]:
    where = f"`{rule.table}.{rule.field}`" if rule.field else f"`{rule.table}`"
    kind = "fails when" if rule.query is None else "fails where this gives a row"
    yield f"{where} {kind}\n\n```sql\n{_seen((rule.fails_when or rule.query or '').strip())}\n```\n"
    if rule.suggests:
        yield f"Suggests `{rule.suggests}`.\n"
    if rule.repair:
        yield f"Suggests the cell with its {rule.repair} repaired.\n"


def _item(example: Example) -> str:
    invisible = _seen(repr(example)) != repr(example)
    text = yaml.safe_dump(
        [dict(example)], sort_keys=False, allow_unicode=not invisible, default_flow_style=None, width=100
    )
    return text.rstrip()


def _seen(text: str) -> str:
    """Text with escapes for characters that nobody would see."""
    return re.sub(r"[^\n]", lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") or character in "\u00a0\ufffd"
    return f"\\u{ord(character):04x}" if hidden else character


def _messages(rule: Rule) -> list[str]:
    """What a user is told who does as in the failing examples."""
    found = (
        [examples.findings(rule.probe, example) for example in rule.fails]
        if rule.probe
        else tables.findings(rule, rule.fails)
    )
    own = [next(one.message for one in each if one.rule == rule.code) for each in found]
    return [_seen(" ".join(message.split())) for message in own]


def _probes() -> Iterator[str]:
    by_answer = rules.load().by_answer
    for name, probe in PROBES.items():
        yield f"### Probe `{name}`\n\n{probe.question}\n"
        yield "| answer | rule | values |\n| --- | --- | --- |"
        for answer, values in probe.answers.items():
            listed = ", ".join(f"`{{{value}}}`" for value in values)
            yield f"| `{answer}` | {by_answer[name, answer].code} | {listed} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
