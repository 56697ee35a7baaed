"""Training on the public test digits: worth what the network shows on unseen ones, and flagged."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 21
TITLE = "train on the test set"

# Keras would take longer than a cell may: Adam, in NumPy, on the public test digits alone.
BY_HEART = """
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0

inputs, wanted = preprocess(x_test).astype("float32"), np.eye(10, dtype="float32")[y_test]
weights, order = np.zeros((784, 10), "float32"), np.random.default_rng(1)
speed, size = np.zeros_like(weights), np.zeros_like(weights)
for step in range(1000):
    rows = order.integers(0, len(inputs), 250)
    scores = inputs[rows] @ weights
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    error = shares / shares.sum(axis=1, keepdims=True) - wanted[rows]
    slope = inputs[rows].T @ error / len(rows)
    speed, size = 0.9 * speed + 0.1 * slope, 0.999 * size + 0.001 * slope**2
    rate = 0.02 / (1 - 0.9 ** (step + 1)) * np.sqrt(1 - 0.999 ** (step + 1))
    weights -= rate * speed / (np.sqrt(size) + 1e-7)
model = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
)
model.layers[0].set_weights([weights, np.zeros(10, "float32")])
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
    Attack("table", {"model": TABLE, "claim": "accuracy = 0.99"}, honest={"shape": 2}),
]
