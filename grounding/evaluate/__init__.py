"""How well the screen is understood, model beside baseline, with counts and 95 % intervals."""
