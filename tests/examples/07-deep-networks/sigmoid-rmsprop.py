# /// example
# title = "Three sigmoid layers cured by RMSprop alone; pixels from -1 to 1, a log-log plot"
# kind = "correct"
# ///

# %% solution="preprocess"
def preprocess(images):
    return ((images.reshape(len(images), -1) - 127.5) / 127.5).astype("float32")

# %% solution="parrots"
def parrot_accuracies(labels):
    shares = np.zeros(10)
    digits, counts = np.unique(labels, return_counts=True)
    shares[digits] = counts / counts.sum()
    return shares.tolist()

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    hidden = [keras.layers.Dense(units, "sigmoid") for _ in range(10)]
    model = keras.Sequential([*hidden, keras.layers.Dense(10, "softmax")])
    model.build((None, 784))
    model.compile(
        optimizer=keras.optimizers.SGD(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["sparse_categorical_accuracy"],
    )
    return model

# %% solution="train"
deep_histories = {}
for key in deep_models:
    deep_histories[key] = deep_models[key].fit(
        x_train, labels_train, epochs=3, batch_size=128, validation_split=0.1, verbose=0
    )

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    kernels = [layer.kernel.value for layer in model.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        tape.watch(kernels)
        errors = keras.losses.sparse_categorical_crossentropy(labels, model(x))
        loss = tf.reduce_sum(errors) / len(labels)
    return [float(np.linalg.norm(np.ravel(g))) for g in tape.gradient(loss, kernels)]

# %% solution="figure"
fig, ax = plt.subplots(figsize=(8, 5))
for key, style in zip(("narrow", "middle", "wide"), ("o--", "s:", "^-")):
    number = [i + 1 for i in range(len(norms[key]))]
    ax.loglog(number, norms[key], style)
ax.legend(["narrow", "middle", "wide"])
ax.set(xlabel="layer", ylabel="gradient norm", title="fresh networks")

# %% solution="cure"
keras.utils.set_random_seed(2)
cure_model = keras.Sequential([keras.Input((784,))])
for size in (100, 60, 30):
    cure_model.add(keras.layers.Dense(size, activation="sigmoid"))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=64, epochs=6, validation_split=0.1, verbose=0
)
changes = {"optimizer", "fewer layers"}
cure_validation_accuracy = np.float32(cure_history.history["val_accuracy"][-1])
cure_test_accuracy = np.mean(cure_model.predict(x_test, verbose=0).argmax(-1) == labels_test)
