"""The words of docs/calibration.md that do not depend on what was measured."""

INTRODUCTION = """
# Calibration: how likely is it that correct work loses a point?

Networks start from random numbers, so the same correct notebook gives other accuracies each
time it is run. This page says how far correct work keeps from each bound of each test. `make
calibrate` makes it, from the reference solutions and the correct examples in `tests/examples`.

## What is measured

Each correct submission is graded again and again as a student's would be: by the same intake,
run, sandbox and judge. Only two things differ from run to run:

- the **random numbers**: the state that a run starts from, and every seed that the notebook
  sets itself (`keras.utils.set_random_seed(1)` becomes `1 + 1000 n` in run number n);
- the **hold-out digits**: each run has another secret, as each course has.

A test that compares a quantity with a bound by `checks.at_least`, `at_most`, `within` or
`compared` (and so `accuracy_steps`, `claimed_accuracy`, `reaches`) hands the judge the value and
the bound as data. A test that compares nothing that varies, such as a number of parameters, has
no such quantity: it counts only among the runs that lost a point.

## How the probabilities are found

**By count alone.** k of n runs lost a point. The bound is the exact one-sided 95 % bound of a
binomial probability (Clopper and Pearson). It supposes nothing, and says little: no failure in
30 runs bounds the probability at 9.5 %, and 0.1 % would take 3,000 runs.

**By margin.** For each quantity, the distance of the mean from the bound, in standard deviations
of the runs, gives a probability if the distances are **normally distributed** and runs are
independent. The *estimate* takes mean and standard deviation for true. The *95 % bound* allows
for both having been measured in few runs: it is the one-sided confidence bound from the
noncentral t distribution, as in tolerance limits. 10 runs need 5.2 standard deviations for a
bound of 0.1 %, 30 runs need 4.0.

Few runs can't show whether a distribution is normal: the aim counts as *reached* when every
correct submission has been run ten times, and before that as *reached so far*.

**Together.** The probability that any test of a submission fails is at most the sum of those of
its quantities (the union bound; dependence between them only lowers it; those that come out alike
in every run are one, and count once). The table below shows
the worst submission of each assignment. The sum of the 95 % bounds is not itself an exact 95 %
bound of the sum, but all of them being too low at once is less likely than one.

**A second look is not counted.** `[borderline]` in course.toml lets the middle one of three runs
decide where an accuracy misses its bound by little, so that such a failure has about 2 p²
in place of p. The figures below are those of a single run.

What this can't see: a distribution with a heavier tail than the normal one, such as a training
that diverges once in a thousand times; correct work in a style that no example shows; another
computer whose arithmetic differs; a bound that nothing came near, and that no test notes.
"""

CLOSING = """
## Making it anew

```
make calibrate                            # 30 runs of everything: many hours, may be stopped
make calibrate ASSIGNMENTS=06-network-and-loss SEEDS=10
autograder calibrate --example reference  # the reference solutions only
autograder calibrate --again              # nothing new: judge again what is out of date
autograder calibrate --confirm            # after a change: does one run still give the same?
autograder calibrate --report-only        # write this page from what is kept
```

What every finished run gave is kept at once in `.autograder/calibration/results`. What this page
is made of is written beside the thresholds as well, `solutions/<assignment>/calibration.jsonl`, one
line a run: kept with the sources, it is where another computer goes on. A run counts as long as
nothing has changed that has a say in it, comments aside:

- what notebooks compute: cells, files, the digits, the versions of Python and of the libraries
  (pandas, SciPy and the like only where a cell imports one of them), the code that sets up a
  student's kernel and takes evidence. When that changes, the notebooks are run anew.
- what is made of it: tests, points, thresholds, the checks that the tests call, the judge. When
  that changes, the next `make calibrate` judges the runs again, which are kept in
  `.autograder/calibration/runs` (10 GB of them, see `autograder cache`), and trains nothing. Where
  a run is gone, or a changed test calls a student's function as it was never called, the notebook
  is run anew.

What a notebook computes follows from the number of its run. So where one run of a submission is
repeated after such a change and gives the same, every quantity to six digits (durations aside, of
which no two are alike), the change had no say, and its other runs count as they did before.
`--confirm` repeats one run of each submission for that; of how many runs it is true is said above.

Intake, runner and sandbox have no say: they hand on what is computed, and measure nothing. Nor has
it a say in runs how figures are described, in which nothing varies that a test measures.
"""
