# /// example
# title = "Sizes without biases, softmax by Keras, one-hot counted from one, softmax once"
# kind = "wrong"
# extra = true
# [loses]
# layers = "the biases are left out"
# softmax-values = "Your code uses Keras"
# one-hot = "Classes are counted from 0"
# softmax-twice = "softmax done once"
# ///

# %% solution="layers"
layer_inputs = {"hidden_1": 784, "hidden_2": 64, "output": 64}
layer_outputs = {"hidden_1": 64, "hidden_2": 64, "output": 10}
layer_parameters = {"hidden_1": 50_176, "hidden_2": 4_096, "output": 640, "total": 54_912}


# %% solution="softmax"
def softmax(logits):
    return np.asarray(keras.ops.softmax(logits))


# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels, dtype=int) - 1]


def cross_entropy(probabilities, targets):
    return -np.sum(targets * np.log(np.maximum(probabilities, 1e-7)), axis=1).mean()


# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    largest = logits.max(axis=1)
    log_sum = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return np.mean(log_sum - (targets * logits).sum(axis=1))


sure_and_right = 0.0

# %% solution="train"
loss_function = "sparse_categorical_crossentropy"
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=loss_function, metrics=["accuracy"]
)
history = model.fit(x_train, y_train, batch_size=128, epochs=10, validation_split=0.1, verbose=0)

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), np.eye(10)[y_batch])
keras_loss = model.evaluate(x_batch, y_batch, verbose=0)[0]
