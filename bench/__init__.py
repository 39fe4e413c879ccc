"""The benchmarks: each is one command, makes what it needs, and prints what it measured."""
