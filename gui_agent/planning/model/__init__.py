"""A planner that asks a language model what to do next."""
