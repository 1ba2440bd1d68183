"""Icons of many sets and the words people have for them."""
