"""Whole desktops composed of rendered windows, wallpapers, panels, docks, icons and notifications."""
