"""The command line: `sigbot X` is `x.py` here, and `main.py` is the table of commands."""
