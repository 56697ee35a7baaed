"""A fuzz campaign against the readers of the judge: random damage to valid evidence.

`python -m tests.fuzz.campaign` runs it, in a process with limits on memory and time;
`test_fuzz.py` starts that process and reads what it counted.
"""
