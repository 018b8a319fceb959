"""Conditions of audiences, one file each: what it says and asks for, and one question for all.

A file has a `BLOCK` and `members(asking, arguments)`, which gives the numbers of every member for
whom it holds, from PostgreSQL or columns. A new condition is a new file.
"""

from siyu.views.leaves.plug import PluggedLeaves

__all__ = ["PluggedLeaves"]
