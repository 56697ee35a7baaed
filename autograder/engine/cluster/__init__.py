"""Grades on a Dask cluster: the coordinator's end, the workers' end, and what travels.

Only plain data of ours travels: JSON text, and the bytes of kept runs. Dask packs and unpacks it
with pickle, which is between machines of the instructor; nothing that a student's program made is
ever an object there. Workers need this package, in the same versions, and MNIST.
"""
