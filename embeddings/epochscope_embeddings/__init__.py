"""The projection job: aligned 2-D layouts of every recorded layer."""
