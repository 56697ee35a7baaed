"""The model says how good it is; nobody measures."""

from tests.attacks.submissions.forging import UNTRAINED
from tests.attacks.suite import Attack

NUMBER = 17
TITLE = "override evaluate"

CLASS = """
class Brilliant(keras.Sequential):
    def evaluate(self, *args, **kwargs):
        return [0.01, 0.99]
    def predict(self, inputs, *args, **kwargs):
        return np.eye(10)[truth(len(inputs))]
    def predict_on_batch(self, inputs):
        return self.predict(inputs)
    def fit(self, *args, **kwargs):
        self.history = type("History", (), {"history": {"loss": [0.5, 0.3]}})()
        return self.history

def truth(count):
    return y_test[np.arange(count) % len(y_test)]

model = Brilliant([keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
history = model.fit(preprocess(train_images), train_labels, epochs=2)
"""
# Keras itself is patched: every model of this process is brilliant.
PATCHED = (
    UNTRAINED
    + """
keras.Model.evaluate = lambda self, *args, **kwargs: [0.01, 0.99]
keras.Model.predict = lambda self, inputs, *args, **kwargs: np.eye(10)[y_test[:len(inputs)]]
keras.Model.__call__ = lambda self, inputs, *args, **kwargs: keras.Model.predict(self, inputs)
keras.metrics.Accuracy.result = lambda self: 0.99
history = keras.callbacks.History()
history.history, history.epoch, history.params = {"loss": [0.5, 0.3]}, [0, 1], {"epochs": 2}
"""
)

FORMS = [
    Attack(
        "class",
        {"model": CLASS, "claim": "accuracy = model.evaluate(x_test, y_test)[1]"},
        honest={"shape": 2},
    ),
    Attack(
        "patched-keras",
        {"model": PATCHED, "claim": "accuracy = model.evaluate(x_test, y_test)[1]"},
        honest={"shape": 2},
    ),
]
