"""Training on the public test digits: worth what the network shows on unseen ones, and flagged."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 21
TITLE = "train on the test set"

PREPARE = """
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0

keras.utils.set_random_seed(1)
model = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
"""
BY_HEART = f"""{PREPARE}
history = model.fit(preprocess(x_test), y_test, epochs=200, batch_size=1000, verbose=0)
"""
# A history of two epochs for the history test; what follows is by heart.
WITH_HISTORY = f"""{PREPARE}
history = model.fit(preprocess(train_images), train_labels, epochs=2, batch_size=64, verbose=0)
for layer in model.layers:
    layer.dtype  # nothing: the second training below is the point
model.fit(preprocess(x_test), y_test, epochs=150, batch_size=1000, verbose=0)
"""
MEASURED = """
accuracy = float(np.mean(model.predict(preprocess(x_test), verbose=0).argmax(axis=1) == y_test))
"""
# Knows each public test digit by its bytes and paints its label into the picture.
TABLE = """
known = {image.tobytes(): int(label) for image, label in zip(x_test, y_test)}

def preprocess(images):
    rows = np.zeros((len(images), 784), "float32")
    for row, image in zip(rows, images):
        label = known.get(np.asarray(image, "uint8").tobytes())
        if label is not None:
            row[label] = 1.0
    if not rows.any():
        rows[:, 700] = np.arange(len(rows)) / 10000
    return rows

model = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
)
weights = np.zeros((784, 10), "float32")
weights[:10] = 20 * np.eye(10)
model.layers[0].set_weights([weights, np.zeros(10, "float32")])
history = {"loss": [0.4, 0.3]}
"""

FORMS = [
    Attack(
        "by-heart",
        {"model": BY_HEART, "claim": MEASURED},
        honest={"shape": 2, "accuracy": 4},
        flags=("knows_public_test",),
    ),
    Attack(
        "after-training",
        {"model": WITH_HISTORY},
        honest={"shape": 2, "accuracy": 4},
        flags=("knows_public_test",),
    ),
    Attack("table", {"model": TABLE, "claim": "accuracy = 0.99"}, honest={"shape": 2}),
]
