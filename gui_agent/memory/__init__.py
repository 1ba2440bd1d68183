"""What earlier runs taught: episodes, workflows, shortcuts, insights and exemplars in one SQLite file."""
