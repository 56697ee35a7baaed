"""Whether a change had a say: a run that was repeated after it tells.

What a notebook computes follows from the number of its run, on the same computer to the last digit.
What is read of it is the same to six: another size of batches changes the seventh.
So if one run gives the same after a change of the code, or of a library, as before it, the others
would, too, and need not be done again.
"""

from __future__ import annotations

import math
from dataclasses import replace

from autograder.calibration.kept import CalibrationRun, essence
from autograder.checks.measurement import Measurement
from autograder.judge.results import TestResult

SAME_BOUND = 1e-9  # relative: what another order of a sum of Python's numbers may change
SAME_VALUE = 1e-6  # the same for TensorFlow's, which have seven digits


def confirming(run: CalibrationRun, before: CalibrationRun | None) -> CalibrationRun:
    """The run, saying which earlier ones count because it gave the same as one of them.

    Args:
        run: what came out now.
        before: the run of the same number that it takes the place of, if there was one.
    """
    if before is None or before.key == run.key or not gave_the_same(run, before):
        return run
    return replace(run, confirms=(*before.confirms, before.key))


def gave_the_same(run: CalibrationRun, before: CalibrationRun) -> bool:
    """Whether two runs of one number lost the same points and measured the same.

    Durations, which no two runs have in common, have no say.
    """
    found, wanted = essence(run).results, essence(before).results
    return len(found) == len(wanted) and all(map(_same_result, found, wanted))


def _same_result(found: TestResult, wanted: TestResult) -> bool:
    same = (found.test, found.points, found.max_points) == (
        wanted.test,
        wanted.points,
        wanted.max_points,
    )
    pairs = found.measurements, wanted.measurements
    return same and len(pairs[0]) == len(pairs[1]) and all(map(_same_measurement, *pairs))


def _same_measurement(found: Measurement, wanted: Measurement) -> bool:
    if (found.name, found.kind) != (wanted.name, wanted.kind):
        return False
    return math.isclose(found.bound, wanted.bound, rel_tol=SAME_BOUND) and (
        found.by_factors
        or math.isclose(found.value, wanted.value, rel_tol=SAME_VALUE, abs_tol=SAME_VALUE)
    )
