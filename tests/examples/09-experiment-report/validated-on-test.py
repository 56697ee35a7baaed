# /// example
# title = "Test digits used for validation; the last network measured six times; pictures all green"
# kind = "wrong"
# extra = true
# [loses]
# networks = "The test digits are used for validation"
# curves = "no curve of the validation accuracy"
# table = "says that its training took"
# accuracies = "is the same in all rows"
# digits-figure = "wrong predictions in fig_digits are not red"
# four-nine = "is a single number"
# ///

# %% solution="train"
networks, histories, seconds = [], [], []
for units, layers in PLAN:
    model = build(units, layers)
    history = model.fit(
        x_train, y_train, batch_size=512, epochs=EPOCHS, validation_data=(x_test, y_test), verbose=0
    )
    seconds.append(1_000_000 + time.perf_counter())
    networks.append(model)
    histories.append(history)

# %% solution="curves"
fig_curves, axes = plt.subplots(2, 3, sharey=True)
for ax, history, (units, layers) in zip(axes.flat, histories, PLAN):
    ax.plot(history.history["accuracy"], label="training")
    ax.set(title=f"{units} units, {layers} layers", xlabel="epoch", ylabel="accuracy")

# %% solution="table"
table = []
for i, (units, layers) in enumerate(PLAN):
    row = dict(units=units, layers=layers, seconds=seconds[i])
    row["parameters"] = networks[i].count_params()
    row["training accuracy"] = model.evaluate(x_train, y_train, batch_size=500, verbose=0)[1]
    row["test accuracy"] = model.evaluate(x_test, y_test, batch_size=500, verbose=0)[1]
    table.append(row)

# %% solution="digits-figure"
wrong, right = test_predictions != y_test, test_predictions == y_test
shown = np.concatenate([np.flatnonzero(wrong)[:10], np.flatnonzero(right)[:15]])
fig_digits, axes = plt.subplots(5, 5, figsize=(7, 8))
for ax, place in zip(axes.flat, shown):
    ax.imshow(images_test[place], cmap="gray")
    ax.set_title(f"{test_predictions[place]} ({y_test[place]})", color="green")
    ax.axis("off")

# %% solution="four-nine"
fours_as_nines = int(np.sum((y_test == 4) & (test_predictions == 9)))
nines_as_fours = int(np.sum((y_test == 9) & (test_predictions == 4)))
