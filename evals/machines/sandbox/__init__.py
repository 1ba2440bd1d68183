"""Machines made of Linux namespaces over a root filesystem of their own."""
