"""Pictures of single lines of text with what they say, for the reader."""
