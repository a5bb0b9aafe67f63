"""The reference pipeline: trains ResNets and a LeNet on image data sets, recorded with the SDK's public names alone."""
