# /// example
# title = "Biases left out, axes exchanged, gains not per unit"
# kind = "wrong"
# extra = true
# [loses]
# table-rows = "the biases are left out"
# figure = "axes exchanged"
# gains = "differences of the accuracies"
# ///

# %% solution="table"
table = [[u, 784 * u + 10 * u, test_accuracy(models[u])] for u in UNITS]

# %% solution="figure"
fig, ax = plt.subplots()
ax.plot([row[2] for row in table], [row[0] for row in table], "o-")
ax.set_xlabel("test accuracy")
ax.set_ylabel("hidden units")

# %% solution="gains"
gains = [table[i + 1][2] - table[i][2] for i in range(4)]
