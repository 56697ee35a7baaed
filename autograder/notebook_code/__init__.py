"""The code of one cell as Python reads it: what students wrote is parsed, never run."""
