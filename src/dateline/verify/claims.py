"""One claim by what became of its quotations."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dateline.probes.words import mentioned
from dateline.verify.model import OPEN, OfClaim, OfQuotation, Outcome
from dateline.verify.tables import Claim

_QUOTED = "quoted"


def check(claim: Claim, quotations: Sequence[OfQuotation], known: Collection[str]) -> OfClaim:
    """What became of a claim. `known` are the ids of the sources."""
    outcome, said = _outcome(claim, quotations, known)
    return OfClaim(
        claim.claim_id,
        claim.source_id,
        claim.event_id,
        claim.field,
        claim.value,
        claim.basis,
        claim.accepted,
        outcome,
        said,
        quotations,
    )


def _outcome(claim: Claim, quotations: Sequence[OfQuotation], known: Collection[str]) -> tuple[Outcome, str]:
    if claim.source_id is not None and claim.source_id not in known:
        return Outcome.false, f"its source {claim.source_id} is not among the sources"
    if not quotations:
        if claim.basis == _QUOTED:
            return Outcome.false, "its basis is quoted, and no quotation of its source carries it"
        return Outcome.wordless, ""
    outcomes = {one.outcome for one in quotations}
    if Outcome.false in outcomes:
        return Outcome.false, ""
    expression = claim.expression
    words = [one.exact for one in quotations if one.exact]
    if expression and words and not any(mentioned(expression, one) for one in words):
        return Outcome.false, f"its expression “{expression}” is in none of its quotations"
    still_open = next((one for one in (Outcome.unheld, Outcome.position) if one in outcomes & OPEN), None)
    if still_open:
        return still_open, ""
    return (Outcome.verified if claim.basis == _QUOTED else Outcome.judged), ""
