# /// example
# title = "Five factors evenly on a linear scale"
# kind = "wrong"
# [loses]
# factors = "evenly on a linear scale"
# ///

# %% solution="factors"
factors = np.linspace(1e-6, 1e-3, 5)

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}
