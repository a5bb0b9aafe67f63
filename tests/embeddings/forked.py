"""Processes of their own that need not load again what a projection loads."""

import multiprocessing

LOADED = multiprocessing.get_context("forkserver")
# The server that forks is one for all tests of a process, and never loads more than its first test needs.
LOADED.set_forkserver_preload(["embeddings.killed", "sklearn.neighbors", "umap"])
