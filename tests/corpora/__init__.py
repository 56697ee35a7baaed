"""The corpora: example submissions, right and wrong, and a report of the errors of judgement.

`grading` has them graded by the real engine, `verdicts` sorts what came out into errors, `report`
is the command, `page` writes docs/corpora.md.
"""
