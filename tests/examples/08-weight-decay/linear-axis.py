# /// example
# title = "The axis of factors left linear"
# kind = "wrong"
# extra = true
# [loses]
# figure = "The x axis of fig has a linear scale"
# ///

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="figure"
fig, ax = plt.subplots()
ax.errorbar(factors, means, yerr=spreads, fmt="o")
ax.set_xlabel("L2 factor")
ax.set_ylabel("validation accuracy")
