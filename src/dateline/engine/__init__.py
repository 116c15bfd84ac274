"""Tables of any size, judged by rules."""
