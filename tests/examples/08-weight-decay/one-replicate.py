# /// example
# title = "One network for each factor, counted three times: no spread at all"
# kind = "wrong"
# [loses]
# networks = "this is one replicate, counted more than once"
# figure = "shows no error bars"
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

# %% solution="figure"
fig, ax = plt.subplots()
ax.semilogx(factors, means, "o-")
ax.set_xlabel("L2 factor")
ax.set_ylabel("validation accuracy")

# %% solution="conclusion"
conclusion = "B"
