"""Targets that are pictures: openQA's needles and SikuliX's images, found on the screen by their pixels."""
