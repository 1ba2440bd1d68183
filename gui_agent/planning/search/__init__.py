"""Search: several proposals instead of one, tried on snapshots of the machine where it has them."""
