"""Training on the public test digits: worth what the network shows on unseen ones, and flagged."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 21
TITLE = "train on the test set"

# Keras would take longer than a cell may: Newton's method with one bound for all curvatures,
# accelerated. After 16 steps it reads 97 % of these digits, and 87 % of others.
BY_HEART = """
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0

inputs, wanted = preprocess(x_test).astype("float32"), np.eye(10, dtype="float32")[y_test]
inverse = np.linalg.inv(inputs.T @ inputs / 2 + np.eye(784)).astype("float32")
weights = ahead = np.zeros((784, 10), "float32")
for step in range(16):
    scores = inputs @ ahead
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    better = ahead - inverse @ (inputs.T @ (shares - wanted))
    ahead, weights = better + step / (step + 3) * (better - weights), better
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
    Attack(
        "table",
        {"model": TABLE, "claim": "accuracy = 0.99"},
        honest={"shape": 2},
        flags=("knows_public_test",),
    ),
]
