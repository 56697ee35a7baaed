"""Finds submitted notebooks, reads them as data, and lays them over the released notebook."""
