"""Tests written as steps: read from files, played on fresh desktops, told as text, JUnit and HTML."""
