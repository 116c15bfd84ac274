"""Several codings of the same sources: how far they agree, and what to decide where they do not."""
