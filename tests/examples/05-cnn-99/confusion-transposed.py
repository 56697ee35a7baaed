# /// example
# title = "Confusion matrix with predictions in rows"
# kind = "wrong"
# [loses]
# confusion-values = "transposed"
# ///

# %% solution="confusion"
def confusion(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    for truth, answer in zip(labels, predictions):
        counts[answer, truth] += 1
    return counts
