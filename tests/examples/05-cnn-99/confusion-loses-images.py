# /// example
# title = "Confusion matrix filled by assignment, so that repeats are not counted"
# kind = "wrong"
# extra = true
# [loses]
# confusion-values = "sum to"
# ///

# %% solution="confusion"
def confusion(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    counts[labels, predictions] += 1
    return counts
