"""What runs inside a student's kernel: offline data, quick training, taking of evidence.

Nothing here is trusted by anyone: a student's process can change all of it. It holds no
secret and no test.
"""
