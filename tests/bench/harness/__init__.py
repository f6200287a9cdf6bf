"""What tools/bench is made of: servers of its own, the load clients, the floors, one function a goal, and a report."""
