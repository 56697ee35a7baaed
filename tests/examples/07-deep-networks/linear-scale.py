# /// example
# title = "The norms drawn on a linear scale"
# kind = "wrong"
# [loses]
# figure = "The y axis has a linear scale"
# ///

# %% solution="figure"
fig, ax = plt.subplots()
for name, values in norms.items():
    ax.plot(range(1, len(values) + 1), values, "o-", label=name)
ax.set_xlabel("layer")
ax.set_ylabel("norm of the gradient")
ax.legend()
