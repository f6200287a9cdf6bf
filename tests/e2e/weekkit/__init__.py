"""What the proof of a played week is made of: two stacks, their logs, and what should have come of them, computed once more."""
