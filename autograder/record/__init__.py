"""The record: scores and outputs handed to nbgrader's gradebook and to the record files."""
