"""Running suites: episodes spread over workers, every result kept, whatever is killed."""
