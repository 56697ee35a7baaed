# /// assignment
# title = "Three and its double"
# minutes = 5
# summary = "The smallest assignment that has a cell of every kind."
# ///

# %% [markdown]
# ## Step 1
# Think of a number $x$.

# %% given="imports"
import numpy as np

# %% solution="number"
x = None
### BEGIN SOLUTION
x = 3
### END SOLUTION

# %% test="number" title="x is three" points=2
assert x is not None, "x is still None: choose a number."
### BEGIN HIDDEN TESTS
from autograder import checks

secret_of_the_test = 3
checks.require(
    checks.at_least(x, "enough"),
    observed=f"x is {x}.",
    expected="It should be larger.",
    concept="Three is the first number of the course.",
)
### END HIDDEN TESTS

# %% solution="double"
def double(values):
    """Twice the values: an array of the same shape."""
    ### BEGIN SOLUTION
    return 2 * np.asarray(values)
    ### END SOLUTION

# %% test="double" title="double() doubles arrays" points=4
doubled = double(np.array([1.0, 2.0]))
assert doubled is not None, "double() gives None: return the doubled array."
assert np.shape(doubled) == (2,), f"double() gives shape {np.shape(doubled)} for two numbers."
### BEGIN HIDDEN TESTS
fresh = np.random.default_rng(7).normal(size=(3, 4))
result = np.asarray(double(fresh))
if np.allclose(result, fresh + 2):
    checks.fail("It looks as if you add 2.", "Each value counts twice.", "Doubling multiplies.")
if np.allclose(result, np.abs(2 * fresh)):
    checks.award(0.5, observed="The sign is lost.", expected="Keep it.", concept="Signs matter.")
checks.require(np.allclose(result, 2 * fresh), observed="Other numbers are not doubled.")
### END HIDDEN TESTS

# %% solution="picture"
fig = None
### BEGIN SOLUTION
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.plot([0, 1, 2], [0, 2, 4], label="double")
ax.set_xlabel("value")
ax.set_ylabel("its double")
ax.legend()
### END SOLUTION

# %% test="picture" title="The figure has named axes" points=1
assert fig is not None, "fig is still None: draw a figure and call it fig."
assert fig.axes[0].get_xlabel(), "The horizontal axis has no name; say what it shows."

# %% [markdown] written="why" title="Why three" points=3
# Why three? Write two sentences.
#
# === BEGIN MARK SCHEME ===
# * 3 points: names the first prime number that is odd
# === END MARK SCHEME ===
