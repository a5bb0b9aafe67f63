"""The parts of the bench that need files of their own."""
