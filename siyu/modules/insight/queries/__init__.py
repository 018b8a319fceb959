"""Every question insight puts to its columns.

Values are parameters, never text. An empty list of stores with `every` set means all of them.
"""
