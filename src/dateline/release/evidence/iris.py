"""What the things of a release are called on the web of data.

A release with a DOI is `https://doi.org/<doi>`, another a name-based UUID (RFC 9562) of its label; whatever
is in it has that name with a fragment. A text is called by its hash (RFC 6920): nobody has to publish it,
and whoever holds it can tell that it is meant.
"""

from __future__ import annotations

import base64
import re
import uuid
from urllib.parse import quote

from dateline.release.model import Release

_LABELS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dateline:release")
_IN_A_FRAGMENT = "/:@!$&'()*+,;=-._~?"
"""What may stand in a fragment as it is, besides letters and digits (RFC 3986)."""
_SHA256 = re.compile("[0-9a-f]{64}")


def release(one: Release) -> str:
    """The release itself."""
    return f"https://doi.org/{quote(one.doi, safe='/')}" if one.doi else uuid.uuid5(_LABELS, one.label).urn


def local(kind: str, name: str = "") -> str:
    """Something in a release, as a fragment without its sign: `claim/<claim_id>`."""
    return f"{kind}/{quote(name, safe=_IN_A_FRAGMENT)}" if name else kind


def text(sha256: str | None) -> str | None:
    """A text by its hash, as in `ni:///sha-256;…`; None if that is no hash."""
    if not _SHA256.fullmatch(sha256 or ""):
        return None
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256 or "")).decode("ascii")
    return f"ni:///sha-256;{digest.rstrip('=')}"
