"""The terminal assistant: shows what an agent does, step by step, and lets a person steer it."""
