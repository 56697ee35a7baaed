"""Child processes of our own that work on requests: JSON lines in, JSON lines out."""
