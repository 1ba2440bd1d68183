"""Walks an application without being told what to do, draws its map, and says what is wrong with it."""
