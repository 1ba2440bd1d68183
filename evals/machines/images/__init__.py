"""Root filesystems of machines: what is in them, building them, finding them."""
