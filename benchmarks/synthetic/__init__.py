"""An invented world of conflict events, and rows about it: see benchmarks/events.py."""
