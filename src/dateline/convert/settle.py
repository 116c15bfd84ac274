"""How the claims of several sources about one field become one cell: the policies of
`schema/codes/field_policies.csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.convert.coded import Claim
from dateline.convert.decisions import Decision

ONLY = "only claim"
AGREEMENT = "agreement"
FIRST = "first"
"""The policy of a field whose values are not compared."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the claims about one field (and of those that go with it)."""

    accepted: tuple[Claim, ...]
    refused: tuple[Claim, ...] = ()
    settled_by: str = ONLY

    @property
    def value(self) -> str:
        """The cell."""
        return self.accepted[0].value

    @property
    def contested(self) -> bool:
        """Whether sources gave different values. Of texts of which the first is taken, none is refuted."""
        return bool(self.refused) and self.settled_by != FIRST


@dataclass(frozen=True, slots=True)
class Tie:
    """Claims that the policy of the field does not settle: a person has to decide."""

    claims: tuple[Claim, ...]
    policy: str


Outcome = Settled | Tie
Chooser = Callable[[Sequence[Claim], Codebook], Sequence[Claim]]


def settle(claims: Sequence[Claim], policy: str, codebook: Codebook, decision: Decision | None) -> Outcome:
    """Settle the claims about one field of one event, in the order of their sources.

    A decision goes before the policy wherever sources differ. A decision for a value that nobody claimed
    is the
    caller's to refuse.
    """
    values = {claim.value for claim in claims}
    if len(values) == 1:
        return Settled(tuple(claims), settled_by=ONLY if len(claims) == 1 else AGREEMENT)
    if decision is not None:
        return split(claims, decision.value, f"decision: {decision.reason}")
    chosen = CHOOSERS[policy](claims, codebook)
    if len({claim.value for claim in chosen}) != 1:
        return Tie(tuple(chosen), policy)
    return split(claims, chosen[0].value, policy)


def split(claims: Sequence[Claim], value: str, settled_by: str) -> Settled:
    """Accept the claims of `value`, refuse the others."""
    return Settled(
        tuple(claim for claim in claims if claim.value == value),
        tuple(claim for claim in claims if claim.value != value),
        settled_by,
    )


def most_precise(
    claims: Sequence[Claim], precisions: Mapping[str, int], decision: Decision | None
) -> Outcome:
    """The claims with the finest precision (by source id); a tie if these differ among themselves."""
    if decision is None and len({claim.value for claim in claims}) > 1:
        finest = min(precisions[claim.source_id] for claim in claims)
        chosen = [claim for claim in claims if precisions[claim.source_id] == finest]
        if len({claim.value for claim in chosen}) > 1:
            return Tie(tuple(chosen), "most_precise")
        return split(claims, chosen[0].value, "most_precise")
    return settle(claims, "agree", _NO_CODEBOOK, decision)


def commonest(values: Sequence[int]) -> int:
    """The number that most sources give; of equally common ones the lowest."""
    return min(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[0]


def _agree(claims: Sequence[Claim], _codebook: Codebook) -> Sequence[Claim]:
    return claims


def _lowest(claims: Sequence[Claim], _codebook: Codebook) -> Sequence[Claim]:
    lowest = min(int(claim.value) for claim in claims)
    return [claim for claim in claims if int(claim.value) == lowest]


def _highest(claims: Sequence[Claim], _codebook: Codebook) -> Sequence[Claim]:
    highest = max(int(claim.value) for claim in claims)
    return [claim for claim in claims if int(claim.value) == highest]


def _first(claims: Sequence[Claim], _codebook: Codebook) -> Sequence[Claim]:
    return claims[:1]


def _highest_in_hierarchy(claims: Sequence[Claim], codebook: Codebook) -> Sequence[Claim]:
    top = min(codebook.sub_events[claim.value].rank for claim in claims)
    return [claim for claim in claims if codebook.sub_events[claim.value].rank == top]


CHOOSERS: Mapping[str, Chooser] = {
    "agree": _agree,
    "lowest": _lowest,
    "highest": _highest,
    FIRST: _first,
    "highest_in_hierarchy": _highest_in_hierarchy,
}
_NO_CODEBOOK = Codebook({}, {}, {}, {}, {})
