"""Mutation testing of the reference solutions: which small errors do the tests let through?

`operators` makes the mutants, `workbench` runs an assignment in one process and reruns only what
a change can reach, `campaign` tries mutants and keeps what came out, `page` writes
docs/mutation.md from that and from `judged.toml`, where each survivor was judged by a person.

Tools that exist (mutmut, cosmic-ray, mutatest) change the files of a package and run its test
suite anew for each change. Here the program is a notebook whose cells follow each other, training
takes most of the time, and the tests are cells with points, so the tool is our own and small.
"""
