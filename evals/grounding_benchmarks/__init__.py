"""Published grounding benchmarks: read from files a user has, measured by their own rules."""
