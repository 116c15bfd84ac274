"""The gate: a validation whose findings are held against what stood before, and against what was agreed."""
