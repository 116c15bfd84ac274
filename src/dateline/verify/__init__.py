"""Proof of a release for whoever holds the articles: its files, and every quotation at its position."""
