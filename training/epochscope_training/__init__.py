"""The reference pipeline: trains ResNets on image data sets and records them with the SDK's public names alone."""
