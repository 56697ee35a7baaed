# /// example
# title = "A matrix of mistakes alone, which does not sum to 10,000"
# kind = "wrong"
# extra = true
# [loses]
# matrices = "do not sum to the number of images"
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
    wrong = labels != predictions
    np.add.at(counts, (labels[wrong], predictions[wrong]), 1)
    return counts


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_test, test_predictions)
