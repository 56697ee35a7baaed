# /// example
# title = "A DataFrame of pandas, two panels of curves, tf.math.confusion_matrix, pcolormesh"
# kind = "correct"
# extra = true
# ///

# %% solution="train"
def timed_fit(model):
    start = time.perf_counter()
    history = model.fit(
        x_train, y_train, batch_size=512, epochs=EPOCHS, validation_data=(x_val, y_val), verbose=0
    )
    return model, history, time.perf_counter() - start


networks, histories, seconds = zip(*[timed_fit(build(*pair)) for pair in PLAN])

# %% solution="curves"
import pandas as pd

fig_curves, axes = plt.subplots(1, 2, sharey=True, figsize=(12, 5))
for ax, key, title in zip(axes, ("accuracy", "val_accuracy"), ("training", "validation")):
    curves = pd.DataFrame({str(pair): h.history[key] for pair, h in zip(PLAN, histories)})
    curves.plot(ax=ax, title=title, xlabel="epoch", ylabel="accuracy", legend=ax is axes[0])

# %% solution="table"
table = pd.DataFrame(PLAN, columns=["units", "layers"])
table["parameters"] = [net.count_params() for net in networks]
table["seconds"] = seconds
table["training accuracy"] = [
    net.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1] for net in networks
]
table["test accuracy"] = [
    net.evaluate(x_test, y_test, batch_size=1000, verbose=0)[1] for net in networks
]
table["gap"] = table["training accuracy"] - table["test accuracy"]
table = table.set_index(["units", "layers"]).sort_values("test accuracy").round(4)

# %% solution="predict"
import tensorflow as tf

pick = np.int64(4)
train_predictions = tf.argmax(networks[pick](x_train), axis=1)
test_predictions = tf.argmax(networks[pick](x_test), axis=1).numpy()

# %% solution="matrices"
matrix_train = tf.math.confusion_matrix(y_train, train_predictions, num_classes=10).numpy()
matrix_test = pd.crosstab(y_test, test_predictions).to_numpy()

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(11, 5))
for ax, matrix, title in zip(axes, (matrix_train, matrix_test), ("Training", "Test")):
    shares = matrix / np.sum(matrix, axis=1, keepdims=True)
    mesh = ax.pcolormesh(shares, vmax=0.02)
    ax.invert_yaxis()
    ax.set(title=f"{title}: share of each row", xlabel="predicted", ylabel="actual")
    fig_matrices.colorbar(mesh, ax=ax)

# %% solution="digits-figure"
random = np.random.default_rng(0)
hits = test_predictions == y_test
shown = np.concatenate([random.choice(np.flatnonzero(hits == kind), 12 + kind, replace=False)
                        for kind in (0, 1)])
random.shuffle(shown)
fig_digits, axes = plt.subplots(5, 5, figsize=(9, 10), layout="constrained")
for ax, place in zip(axes.ravel(), shown):
    ax.matshow(255 - images_test[place], cmap="gray")
    ax.set_axis_off()
    words = f"predicted {test_predictions[place]}\ntrue {y_test[place]}"
    ax.set_title(words, fontsize=8, color=["C3", "C2"][int(hits[place])])

# %% solution="four-nine"
fours_as_nines, nines_as_fours = (
    np.where((y_test == a) & (test_predictions == b)) for a, b in ((4, 9), (9, 4))
)
