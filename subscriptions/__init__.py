"""Live: for each thing that is followed, what it listens to and what is then seen."""
