"""Extractions become a data package: check, anchor, merge, derive, write."""
