# /// example
# title = "One network for each factor, counted three times: no spread at all"
# kind = "wrong"
# [loses]
# networks = "this is one replicate, counted more than once"
# conclusion = "takes one replicate as if it had no spread"
# ///

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="networks"
networks = []
for factor in factors:
    model = build(factor, 1)
    model.fit(x_train[:10_000], y_train[:10_000], epochs=2, batch_size=64, verbose=0)
    networks.append([model, model, model])

# %% solution="conclusion"
conclusion = "B"
