"""Spreadsheets by their cells: fixed operations in the machine's own LibreOffice, through UNO."""
