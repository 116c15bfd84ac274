"""Releases: what a dataset is published as. docs/publish.md says what is in one."""
