"""Simple orders in other languages: one module a language, all with the same names."""
