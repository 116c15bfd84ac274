"""Extractions: what a coder claims one source says, one YAML file per source."""
