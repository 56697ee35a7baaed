# /// example
# title = "No biases, accuracies and colours exchanged, another network's predictions, a bare plot"
# kind = "wrong"
# extra = true
# [loses]
# curves = "too few to name 12 curves"
# table = "counts the weights without the biases"
# accuracies = "has training and test accuracy exchanged"
# predictions = "are not what networks[0] reads"
# matrices-figure = "No panel of fig_matrices shows the matrix of the test digits"
# digits-figure = "exchanged: right predictions are red"
# four-nine = "fours_as_nines and nines_as_fours are exchanged"
# ///

# %% solution="train"
networks, histories, seconds = [], [], []
for units, layers in PLAN:
    model = build(units, layers)
    start = time.perf_counter()
    history = model.fit(
        x_train, y_train, batch_size=512, epochs=EPOCHS, validation_data=(x_val, y_val), verbose=0
    )
    seconds.append(time.perf_counter() - start)
    networks.append(model)
    histories.append(history)

# %% solution="curves"
fig_curves, ax = plt.subplots()
for history in histories:
    ax.plot(history.history["accuracy"])
    ax.plot(history.history["val_accuracy"])
ax.set(xlabel="epoch", ylabel="accuracy")

# %% solution="table"
table = []
for i, (units, layers) in enumerate(PLAN):
    weights = sum(w.size for w in networks[i].get_weights() if w.ndim == 2)
    on_train = networks[i].evaluate(x_train, y_train, batch_size=500, verbose=0)[1]
    on_test = networks[i].evaluate(x_test, y_test, batch_size=500, verbose=0)[1]
    row = dict(units=units, layers=layers, parameters=weights, seconds=seconds[i])
    table.append(row | {"training accuracy": on_test, "test accuracy": on_train})

# %% solution="predict"
pick = 0
train_predictions = model.predict(x_train, batch_size=500, verbose=0).argmax(axis=1)
test_predictions = model.predict(x_test, batch_size=500, verbose=0).argmax(axis=1)

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(10, 5))
for ax, title in zip(axes, ("training", "test")):
    ax.imshow(np.log1p(matrix_train), cmap="Blues")
    ax.set(title=title, xlabel="predicted digit", ylabel="true digit")

# %% solution="digits-figure"
wrong, right = test_predictions != y_test, test_predictions == y_test
shown = np.concatenate([np.flatnonzero(wrong)[:10], np.flatnonzero(right)[:15]])
fig_digits, axes = plt.subplots(5, 5, figsize=(7, 8))
for ax, place in zip(axes.flat, shown):
    ax.imshow(images_test[place], cmap="gray")
    title = f"{test_predictions[place]} ({y_test[place]})"
    ax.set_title(title, color="red" if right[place] else "green")
    ax.axis("off")

# %% solution="four-nine"
fours_as_nines = np.flatnonzero((test_predictions == 4) & (y_test == 9))
nines_as_fours = np.flatnonzero((test_predictions == 9) & (y_test == 4))
