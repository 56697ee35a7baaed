"""Submissions as they arrive: damaged and foreign forms, made from one good one."""
