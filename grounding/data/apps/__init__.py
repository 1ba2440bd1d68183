"""Real desktop applications, rendered offline with the truth of their accessibility trees."""
