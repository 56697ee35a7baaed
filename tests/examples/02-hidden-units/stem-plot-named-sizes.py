# /// example
# title = "A stem plot over sizes named '10 units', a train_step of one's own, images scaled by tf.image"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import tensorflow as tf


def preprocess(images):
    scaled = tf.image.convert_image_dtype(images, tf.float32)  # from 0 to 1
    return tf.reshape(scaled, [-1, 784]).numpy()

# %% solution="test-accuracy"
def test_accuracy(model):
    batches = tf.data.Dataset.from_tensor_slices((x_test, labels_test)).batch(1000)
    shares = [np.mean(np.argmax(model(x), axis=1) == y.numpy()) for x, y in batches]
    return float(np.mean(shares))  # all batches have the same size

# %% solution="train"
class Trainer(keras.Model):
    def train_step(self, data):
        images, truth = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=truth, y_pred=self(images, training=True))
        slopes = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(slopes, self.trainable_variables))
        return {"loss": loss}


def train(units, seed):
    keras.utils.set_random_seed(seed)
    pixels = keras.Input((784,))
    hidden = keras.layers.Dense(units, activation="relu")(pixels)
    model = Trainer(pixels, keras.layers.Dense(10, activation="softmax")(hidden))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    return model

# %% solution="figure"
fig, ax = plt.subplots(figsize=(7, 4))
ax.stem(range(len(table)), [accuracy for _, _, accuracy in table], basefmt=" ")
ax.set_xticks(range(len(table)), [f"{units} unit{'s' * (units > 1)}" for units in UNITS])
ax.set_xlabel("size of the hidden layer")
ax.set_ylabel("test accuracy")

# %% solution="gains"
gains = [
    (after[2] - before[2]) / (after[0] - before[0]) for before, after in zip(table[:-1], table[1:])
]
