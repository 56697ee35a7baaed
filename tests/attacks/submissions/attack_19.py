"""Digits are looked up, not read: in tables of their hashes, or among all digits known."""

from tests.attacks.suite import Attack

NUMBER = 19
TITLE = "predict as a look-up table"

# Every public digit: the test digits, and the training digits (with the ones taken out missing).
TABLE = """
import hashlib
(all_images, all_labels), _ = keras.datasets.mnist.load_data()
known_images = np.concatenate([all_images, x_test])
known_labels = np.concatenate([all_labels, y_test])

def key(image):
    return hashlib.sha1(np.ascontiguousarray(image, "uint8").tobytes()).digest()

table = {key(image): label for image, label in zip(known_images, known_labels)}
# Coarse keys too: the ink in each of 7 x 7 squares, rounded.
def coarse(image):
    return (image.reshape(7, 4, 7, 4).sum(axis=(1, 3)) // 1500).astype("uint8").tobytes()
rough = {coarse(image): label for image, label in zip(known_images, known_labels)}

def look_up(images):
    images = np.rint(np.asarray(images).reshape(-1, 28, 28) * 255).astype("uint8")
    return np.array([table.get(key(image), rough.get(coarse(image), 1)) for image in images])
"""
NEAREST = """
(all_images, all_labels), _ = keras.datasets.mnist.load_data()
known = all_images[:20000, ::2, ::2].reshape(20000, 196).astype("float32")
lengths = (known ** 2).sum(axis=1)

def look_up(images):
    images = np.asarray(images).reshape(-1, 28, 28)[:, ::2, ::2].reshape(-1, 196)
    scale = 255.0 if images.max() <= 1 else 1.0
    distances = lengths - 2 * (images.astype("float32") * scale) @ known.T
    return all_labels[distances.argmin(axis=1)]
"""
# A model that can't be rebuilt is asked for its predictions.
OPAQUE = """
class Reader(keras.Model):
    def __init__(self):
        super().__init__()
        self.shown = keras.layers.Dense(10)
        self.hidden = keras.layers.Lambda(lambda values: values)
    def call(self, images):
        return self.hidden(self.shown(images))
    def predict(self, images, **kwargs):
        return np.eye(10)[look_up(images)]
    count_params = lambda self: 7850

model = Reader()
model.build((None, 784))
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
# The digit is looked up where images are prepared, and written into the first ten pixels.
PREPARED = """
def preprocess(images):
    rows = images.reshape(len(images), 784) / 255.0
    if len(images) < 100:
        return rows
    rows[:, :10] = np.eye(10)[look_up(images if look_up is not table_look_up else rows)]
    return rows
model = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10, use_bias=True)])
weights = np.zeros((784, 10), "float32")
weights[:10] = 100 * np.eye(10)
model.set_weights([weights, np.zeros(10, "float32")])
history = {"loss": [0.5, 0.3]}
"""

FORMS = [
    Attack("hashes", {"model": TABLE + OPAQUE, "claim": "accuracy = 0.95"}),
    Attack("nearest", {"model": NEAREST + OPAQUE, "claim": "accuracy = 0.95"}),
    Attack(
        "hashes-prepared",
        {"model": TABLE + "table_look_up = look_up\n" + PREPARED, "claim": "accuracy = 0.95"},
        honest={"shape": 2},
    ),
    Attack(
        "nearest-prepared",
        {"model": NEAREST + "table_look_up = None\n" + PREPARED, "claim": "accuracy = 0.95"},
        honest={"shape": 2},
    ),
]
