"""What tools/bench is made of: servers of its own, the load client, the floors, and one function a goal."""
