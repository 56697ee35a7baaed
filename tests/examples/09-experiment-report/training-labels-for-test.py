# /// example
# title = "Labels of training digits counted with predictions for test digits"
# kind = "wrong"
# [loses]
# matrices = "as if the answers had been guessed"
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

# %% solution="matrices"
def confusion(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    for label, prediction in zip(labels, predictions):
        counts[label, prediction] += 1
    return counts


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_train, test_predictions)  # zip stops at the shorter one
