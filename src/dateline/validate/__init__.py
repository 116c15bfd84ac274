"""Judging a data package and what it was made from."""
