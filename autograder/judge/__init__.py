"""Runs test cells in a process of its own, over evidence, and says what each found."""
