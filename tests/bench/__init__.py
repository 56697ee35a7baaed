"""Measurements of speed and accuracy: both sides of a comparison in one run."""
