"""The server inside a machine, speaking the HTTP interface that OSWorld's machines speak.

It runs under the guest's own Python with nothing but the standard library: only what lies in this package is
copied there.
"""
