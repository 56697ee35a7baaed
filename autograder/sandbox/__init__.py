"""Confines processes: what they may see, use and spend, and how they end."""
