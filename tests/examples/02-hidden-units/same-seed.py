# /// example
# title = "Three runs with the same seed"
# kind = "wrong"
# extra = true
# [loses]
# repeats = "have the same weights"
# ///

# %% solution="train"
def train(units, seed):
    # Two epochs with larger steps: quicker, and enough for what this example shows.
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(0.003)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.fit(x_train, labels_train, epochs=2, batch_size=256, verbose=0)
    return model


# %% solution="repeats"
repeats = {seed: train(10, seed=1) for seed in (1, 2, 3)}
repeat_accuracies = {seed: test_accuracy(model) for seed, model in repeats.items()}
spread = max(repeat_accuracies.values()) - min(repeat_accuracies.values())
