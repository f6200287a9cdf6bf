"""What tools/recount is made of: events read by their descriptors, folded and counted once more."""
