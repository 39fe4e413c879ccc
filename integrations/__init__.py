"""The outside world, a file for each system: a Protocol, the real one, one for development."""
