"""What a person showed, kept as readable steps and replayed where the application has changed."""
