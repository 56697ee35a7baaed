"""Warm starts: a process that has imported what takes long forks the programs of boxes.

The zygote runs no code of students, holds no secret and keeps nothing of one request for the
next. A box is made as for a cold start; only the program inside comes from the zygote, and it
gives up the same rights by the same steps before it runs. Whatever is in doubt starts cold.
"""
