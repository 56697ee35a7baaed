"""Runs a student's cells in a kernel of their own and takes the evidence that tests ask for."""
