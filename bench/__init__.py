"""The benchmarks: each is one command, and each has something plain beside it to compare with."""
