"""Record a model beside its training; needs torch."""
