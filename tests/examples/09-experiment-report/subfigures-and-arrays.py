# /// example
# title = "Structured arrays for the table, training and validation in subfigures, sets of places"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
def build(units, layers):
    return compiled([keras.layers.Dense(units, activation="relu") for _ in range(layers)])


def compiled(hidden):
    output = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([*hidden, output])
    model.build(input_shape=(None, 784))
    model.compile(
        optimizer=keras.optimizers.get("rmsprop"),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


# %% solution="train"
record = np.zeros(
    6, dtype=[("units", int), ("layers", int), ("parameters", int), ("seconds", float),
              ("training accuracy", float), ("test accuracy", float)]
)  # fmt: skip
networks, histories = [], []
for place, (units, layers) in enumerate(PLAN):
    model = build(units, layers)
    before = time.monotonic()
    histories.append(
        model.fit(
            x_train, y_train, validation_data=(x_val, y_val), epochs=EPOCHS, batch_size=480, verbose=0
        )
    )
    record["seconds"][place] = time.monotonic() - before
    record["units"][place], record["layers"][place] = units, layers
    record["parameters"][place] = model.count_params()
    networks.append(model)
seconds = record["seconds"].tolist()

# %% solution="curves"
fig_curves = plt.figure(figsize=(12, 5), layout="constrained")
halves = fig_curves.subfigures(1, 2)
for half, heading, key in zip(halves, ["Training", "Validation"], ["accuracy", "val_accuracy"]):
    half.suptitle(heading)
    half.supxlabel("epoch")
    half.supylabel("accuracy in percent")
    ax = half.subplots()
    for (units, layers), history in zip(PLAN, histories):
        percent = 100 * np.array(history.history[key])
        ax.plot(np.arange(1, EPOCHS + 1), percent, marker="o", ms=3, label=f"{layers} x {units}")
    half.legend(loc="outside right center")

# %% solution="table"
for place, model in enumerate(networks):
    record["training accuracy"][place] = model.evaluate(x_train, y_train, 1000, verbose=0)[1]
    record["test accuracy"][place] = model.evaluate(x_test, y_test, 1000, verbose=0)[1]
table = [dict(zip(record.dtype.names, row)) for row in record.tolist()]

# %% solution="predict"
pick = int(np.argmax(record["test accuracy"] - 1e-8 * record["parameters"]))


def predictions_of(model, x):
    answers = np.empty(len(x), dtype=int)
    for start in range(0, len(x), 2000):
        answers[start : start + 2000] = np.argmax(model.predict_on_batch(x[start : start + 2000]), 1)
    return answers


train_predictions = predictions_of(networks[pick], x_train)
test_predictions = predictions_of(networks[pick], x_test)

# %% solution="matrices"
digits = np.arange(10)
matrix_train = np.array(
    [[np.sum((y_train == i) & (train_predictions == j)) for j in digits] for i in digits]
)
matrix_test = np.array(
    [[np.sum((y_test == i) & (test_predictions == j)) for j in digits] for i in digits]
)

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(10, 5))
plt.suptitle(f"Confusion matrices of networks[{pick}]")
for ax, matrix, title in zip(axes, [matrix_train, matrix_test], ["Training digits", "Test digits"]):
    picture = ax.imshow(matrix, norm="log", cmap="YlGnBu")
    plt.colorbar(picture, ax=ax, location="bottom")
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set(xlabel="Predicted label", ylabel="True label", xticks=digits, yticks=digits)
    ax.set_title(title, loc="left")

# %% solution="digits-figure"
wrong = set(np.flatnonzero(test_predictions - y_test).tolist())
hard = np.argsort(networks[pick].predict(x_test, batch_size=1000, verbose=0).max(axis=1))
hard_wrong = [int(place) for place in hard if place in wrong][:13]
hard_right = [int(place) for place in hard if place not in wrong][:12]
shown = hard_wrong + hard_right
fig_digits, axes = plt.subplots(5, 5, figsize=(8, 9), squeeze=False)
fig_digits.suptitle("The 25 hardest digits: what was read, and in brackets what is true")
for k in range(25):
    ax = axes[divmod(k, 5)]
    ax.imshow(x_test[shown[k]].reshape(28, 28), cmap="Greys", vmin=0, vmax=1)
    plt.setp(ax, xticks=[], yticks=[], frame_on=False)
    title = ax.set_title("%d (%d)" % (test_predictions[shown[k]], y_test[shown[k]]))
    title.set_color("#d62728" if shown[k] in wrong else "#2ca02c")

# %% solution="four-nine"
fours_as_nines = sorted(k for k in wrong if y_test[k] == 4 and test_predictions[k] == 9)
nines_as_fours = sorted(k for k in wrong if y_test[k] == 9 and test_predictions[k] == 4)
