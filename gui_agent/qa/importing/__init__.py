"""Tests of other tools, read and written anew: openQA's needles, SikuliX's bundles."""
