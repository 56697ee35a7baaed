# /// example
# title = "The picture of the matrices with its axes named the other way round"
# kind = "wrong"
# extra = true
# [loses]
# matrices-figure = "axis labels of fig_matrices are exchanged"
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

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(10, 5))
for ax, matrix, title in zip(axes, (matrix_train, matrix_test), ("training", "test")):
    ax.imshow(np.log1p(matrix), cmap="Blues")
    ax.set(title=title, xlabel="true digit", ylabel="predicted digit")
