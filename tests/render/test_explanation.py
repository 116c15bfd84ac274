from __future__ import annotations

import pytest
import yaml

from dateline import rules
from dateline.render import explanation
from dateline.rules import Rule


@pytest.mark.parametrize("rule", list(rules.load()), ids=lambda rule: rule.code)
def test_each_example_is_an_item_of_a_list(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    explanation.show(rule)

    head, _, examples = capsys.readouterr().out.partition("Fails:\n")
    fails, _, passes = examples.partition("Passes:\n")
    assert head.startswith(f"{rule.code} {rule.name}\n")
    assert yaml.safe_load(fails) == [dict(one) for one in rule.fails]
    assert yaml.safe_load(passes) == [dict(one) for one in rule.passes]
