# /// example
# title = "Functional API, dicts row by row, all curves in one panel, counting loops, words below"
# kind = "correct"
# ///

# %% solution="build"
def build(units, layers):
    pixels = keras.Input((784,))
    x = pixels
    for number in range(layers):
        x = keras.layers.Dense(units)(x)
        x = keras.layers.ReLU()(x)
    model = keras.Model(pixels, keras.layers.Dense(10, activation="softmax")(x))
    model.compile(
        keras.optimizers.RMSprop(),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


# %% solution="train"
networks = [build(units, layers) for units, layers in PLAN]
histories, seconds = [], []
for net in networks:
    before = time.time()
    histories += [net.fit(x_train, y_train, 512, EPOCHS, 0, validation_data=(x_val, y_val))]
    seconds += [round(time.time() - before, 1)]

# %% solution="curves"
fig_curves = plt.figure(figsize=(9, 7))
for (units, layers), history in zip(PLAN, histories):
    for key, style in (("accuracy", "-"), ("val_accuracy", "--")):
        percent = [100 * value for value in history.history[key]]
        plt.plot(percent, style, label=f"{units} x {layers}, {key}")
plt.xlabel("epoch")
plt.ylabel("accuracy in %")
plt.legend(fontsize=7)

# %% solution="table"
def share(model, x, y):
    return float((model.predict(x, batch_size=1000, verbose=0).argmax(axis=1) == y).mean())


table = []
for i in reversed(range(6)):
    table.append(
        {
            "test accuracy": round(share(networks[i], x_test, y_test), 4),
            "training accuracy": round(share(networks[i], x_train, y_train), 4),
            "network": f"{PLAN[i][0]}-{PLAN[i][1]}",
            "parameters": networks[i].count_params(),
            "units": PLAN[i][0],
            "layers": PLAN[i][1],
            "seconds": seconds[i],
        }
    )

# %% solution="predict"
pick = 0
train_predictions = networks[pick].predict(x_train, batch_size=1000, verbose=0).argmax(axis=-1)
test_predictions = networks[pick].predict(x_test, batch_size=1000, verbose=0).argmax(axis=-1)

# %% solution="matrices"
def confusion(labels, predictions):
    counts = [[0] * 10 for _ in range(10)]
    for label, prediction in zip(labels.tolist(), predictions.tolist()):
        counts[label][prediction] += 1
    return counts


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_test, test_predictions)

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(2, 1, figsize=(5, 10))
for ax, matrix, name in zip(axes, (matrix_test, matrix_train), ("new digits", "learned digits")):
    counts = np.array(matrix, dtype=float)
    np.fill_diagonal(counts, np.nan)
    picture = ax.imshow(counts, cmap="Reds")
    fig_matrices.colorbar(picture, ax=ax)
    ax.set_title(name)
fig_matrices.supxlabel("prediction")
fig_matrices.supylabel("truth")

# %% solution="digits-figure"
numbers = list(range(10_000))
wrong = [place for place in numbers if test_predictions[place] != y_test[place]]
right = [place for place in numbers if test_predictions[place] == y_test[place]]
shown = wrong[-20:] + right[-5:]
probabilities = networks[pick].predict(x_test[shown], verbose=0)
fig_digits = plt.figure(figsize=(10, 10))
for k, place in enumerate(shown):
    plt.subplot(5, 5, k + 1)
    plt.xticks([])
    plt.yticks([])
    plt.imshow(x_test[place].reshape(28, 28), cmap=plt.cm.binary)
    sure = f"{100 * probabilities[k].max():.0f}%"
    colour = "limegreen" if place in right else "crimson"
    plt.xlabel(f"{test_predictions[place]} {sure} ({y_test[place]})", color=colour)

# %% solution="four-nine"
fours_as_nines = [p for p in numbers if y_test[p] == 4 and test_predictions[p] == 9]
nines_as_fours = [p for p in numbers if y_test[p] == 9 and test_predictions[p] == 4]
