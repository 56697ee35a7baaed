# /// example
# title = "The norms drawn on a linear scale"
# kind = "wrong"
# [loses]
# figure = "The y axis has a linear scale"
# ///

# %% solution="train"
deep_histories = {
    name: model.fit(
        x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )
    for name, model in deep_models.items()
}

# %% solution="figure"
fig, ax = plt.subplots()
for name, values in norms.items():
    ax.plot(range(1, len(values) + 1), values, "o-", label=name)
ax.set_xlabel("layer")
ax.set_ylabel("norm of the gradient")
ax.legend()
