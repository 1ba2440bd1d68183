"""Several specialists behind one planner: each declares what it can do, and a router chooses."""
