"""What people say to mean an element of a rendered screen: words, targets and absent targets, seeded."""
