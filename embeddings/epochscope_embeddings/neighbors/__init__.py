"""The nearest neighbors of every sample in a layer's own space."""
