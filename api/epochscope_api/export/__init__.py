"""Everything that the page can read, as files in a folder that any static host serves."""
