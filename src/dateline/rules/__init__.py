"""Rules: named statements about rows and documents, kept as data in `validators/*.yaml`."""

from dateline.rules.catalogue import Catalogue, load
from dateline.rules.model import Example, Rule, Status

__all__ = ["Catalogue", "Example", "Rule", "Status", "load"]
