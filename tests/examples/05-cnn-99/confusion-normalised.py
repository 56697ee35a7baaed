# /// example
# title = "Confusion matrix with shares of each row instead of counts"
# kind = "wrong"
# extra = true
# [loses]
# confusion-values = "normalised"
# ///

# %% solution="confusion"
def confusion(labels, predictions):
    counts = np.zeros((10, 10))
    np.add.at(counts, (labels, predictions), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots()
ax.imshow(matrix, vmax=0.02)
ax.set(title="Confusion", xlabel="predicted", ylabel="true")
