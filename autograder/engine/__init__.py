"""Grades submissions: intake, run, judge, record, in parallel."""
