"""The demo chain, its restaurant and the town: invented merchants whose figures take the same road
as real ones.
"""
