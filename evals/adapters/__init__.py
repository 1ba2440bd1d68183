"""Episodes for other people's frameworks; each adapter needs an extra of its own."""
