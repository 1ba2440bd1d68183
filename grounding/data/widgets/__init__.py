"""Screens of generated windows: real toolkits, random plausible content, truth from the toolkit itself."""
