"""How the reader's weights are made: examples, their noise and negatives, the fit. Nobody imports this room."""
