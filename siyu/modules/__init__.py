"""The rooms: mutually blind, each on the kernel alone."""
