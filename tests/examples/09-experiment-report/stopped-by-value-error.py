# /// example
# title = "A ValueError: training labels and test predictions have other lengths"
# kind = "wrong"
# extra = true
# [loses]
# matrices = "matrix_test is still None"
# matrices-figure = "is still None"
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
import tensorflow as tf

matrix_train = None
matrix_test = None
matrix_train = tf.math.confusion_matrix(y_train, train_predictions)
if len(y_train) != len(test_predictions):
    raise ValueError("shapes (48000,) and (10000,) do not match")

# %% solution="matrices-figure"
fig_matrices = None
