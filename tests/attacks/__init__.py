"""Forty kinds of attack, each handed in as a submission and graded like any other."""
