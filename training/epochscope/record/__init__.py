"""Record a model during its training; needs torch."""
