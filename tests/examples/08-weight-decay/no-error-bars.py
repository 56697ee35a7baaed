# /// example
# title = "The means drawn without their spread"
# kind = "wrong"
# extra = true
# [loses]
# figure = "shows no error bars"
# ///

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="figure"
fig, ax = plt.subplots()
ax.semilogx(factors, means, "o-")
ax.set_xlabel("L2 factor")
ax.set_ylabel("validation accuracy")
