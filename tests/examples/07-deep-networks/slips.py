# /// example
# title = "Wrong order, wrong number of steps, percent, favourite label instead of favourite answer"
# kind = "wrong"
# extra = true
# [loses]
# parrots = "no counts and no percent"
# symptom = "no percentage and no count"
# gradient-norms = "in the wrong order"
# norms = "begins with the output layer"
# step-factor = "as many steps as there are layers"
# diagnosis = "too few parameters"
# cure-named = "does not show it"
# ///

# %% solution="parrots"
def parrot_accuracies(labels):
    return 100 * np.bincount(labels, minlength=10) / len(labels)

# %% solution="symptom"
train_accuracy = {name: 11.2 for name in deep_models}
test_accuracy = {name: 11.35 for name in deep_models}
favourite = {name: 1 for name in deep_models}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    kernels = [layer.kernel for layer in model.layers[::-1]]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(labels, model(x))
        loss = tf.reduce_mean(losses)
    return [float(tf.norm(gradient)) for gradient in tape.gradient(loss, kernels)]

# %% solution="step-factor"
def step_factor(norms_of_layers):
    return (norms_of_layers[0] / norms_of_layers[-1]) ** (1 / len(norms_of_layers))


def sigmoid_slope(z):
    sigmoid = 1 / (1 + np.exp(-z))
    return sigmoid * (1 - sigmoid)

# %% solution="diagnosis"
diagnosis = "B"

# %% solution="cure"
keras.utils.set_random_seed(1)
cure_model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])
for _ in range(3):
    cure_model.add(keras.layers.Dense(64, activation="relu"))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=3, validation_split=0.1, verbose=0
)
changes = ["activation", "normalization", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
