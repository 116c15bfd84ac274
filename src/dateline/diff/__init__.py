"""What differs between two states of a dataset: two releases, two working copies, two files of events."""
