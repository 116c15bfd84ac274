"""Probes: what rules need to know and SQL cannot see. Plain functions of values; each answers from a
closed list.

An answer that breaks a rule belongs to exactly one rule of `validators/*.yaml`, which holds its severity
and its words.
"""
