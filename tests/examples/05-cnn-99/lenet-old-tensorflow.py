# /// example
# title = "LeNet with functions of old TensorFlow: tf.pad, tf.nn.max_pool, tf.squeeze; labels that say what was to be predicted"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
import tensorflow as tf


def preprocess(images):
    images = tf.cast(tf.convert_to_tensor(images), tf.float32)
    return tf.divide(images, 255.0).numpy()  # the model itself adds the channel


x_train = preprocess(train_images)
x_test = preprocess(test_images)
assert x_train.shape == (60000, 28, 28)

# %% solution="build"
class LeNet(tf.keras.Model):
    def __init__(self, c1=12, c3=32, f=100):
        super(LeNet, self).__init__()
        self.c1 = tf.keras.layers.Conv2D(filters=c1, kernel_size=(5, 5), padding="valid")
        self.c3 = tf.keras.layers.Conv2D(filters=c3, kernel_size=(5, 5), padding="valid")
        self.c5 = tf.keras.layers.Conv2D(filters=f, kernel_size=(4, 4), padding="valid")
        self.drop = tf.keras.layers.Dropout(0.3)
        self.out = tf.keras.layers.Dense(10)

    def call(self, x, training=False):
        x = x[:, :, :, tf.newaxis]
        x = tf.pad(x, tf.constant([[0, 0], [1, 1], [1, 1], [0, 0]]), "CONSTANT")
        x = tf.nn.relu(self.c1(x))
        x = tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
        x = tf.nn.relu(self.c3(x))
        x = tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID")
        x = tf.nn.relu(self.c5(x))
        x = self.drop(tf.squeeze(tf.nn.avg_pool(x, 1, 1, "VALID"), [1, 2]), training=training)
        return self.out(x)


model = LeNet()
print("logits of two untrained digits:", model(x_train[:2]).numpy().round(2))

# %% solution="train"
%%time
ds = tf.data.Dataset.from_tensor_slices((x_train, train_labels)).cache()
ds_val, ds_train = ds.take(6000).batch(1000), ds.skip(6000).shuffle(54000).batch(64).prefetch(2)
lr = tf.keras.optimizers.schedules.PiecewiseConstantDecay([844, 1688, 2532], [2e-3, 1e-3, 4e-4, 1e-4])
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=lr, epsilon=1e-7),
    loss=tf.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.metrics.SparseCategoricalAccuracy("acc")],
)
H = model.fit(ds_train, validation_data=ds_val, epochs=4, verbose=2)

# %% solution="measure"
predictions = tf.argmax(model.predict(x_test, verbose=0), axis=-1, output_type=tf.int32)
m = tf.metrics.Accuracy()
m.update_state(test_labels, predictions)
test_accuracy = m.result()
tf.print("test accuracy", test_accuracy)

# %% solution="confusion"
def confusion(labels, predictions):
    matrix = np.zeros(shape=(10, 10), dtype=np.int32)
    for k in range(len(labels)):
        matrix[labels[k], predictions[k]] += 1
    return matrix

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions.numpy())
wrong = matrix - np.diag(np.diag(matrix))
fig, ax = plt.subplots(figsize=(7, 7))
im = ax.imshow(wrong, cmap=plt.get_cmap("hot_r"), vmin=0, vmax=wrong.max())
ax.set_title(r"Confusion matrix $C_{i,j}$, $i \neq j$" + "\n" + f"{wrong.sum()} mistakes", y=1.08)
ax.xaxis.set_label_position("top")
ax.xaxis.tick_top()
ax.set_xlabel("digit that LeNet chose ($j$)")
ax.set_ylabel("digit that was to be predicted ($i$)")
ax.set_xticks(np.arange(10))
ax.set_yticks(np.arange(10))
cbar = ax.figure.colorbar(im, ax=ax, fraction=0.046)
cbar.ax.set_ylabel("count", rotation=-90, va="bottom")
for i, j in zip(*np.nonzero(wrong)):
    ax.text(j, i, format(wrong[i, j], "d"), ha="center", va="center")
plt.show()

# %% solution="dense"
class Dense2(tf.keras.Model):
    def __init__(self):
        super(Dense2, self).__init__()
        self.d1 = tf.keras.layers.Dense(90)
        self.d2 = tf.keras.layers.Dense(10)

    def call(self, x):
        x = tf.reshape(x, [-1, 28 * 28])
        return self.d2(tf.nn.relu(self.d1(x)))


dense_model = Dense2()
dense_model.compile("adam", loss=model.loss, metrics=["accuracy"])
dense_model.fit(ds_train, epochs=3, verbose=2)
dense_accuracy = np.mean(tf.argmax(dense_model.predict(x_test, verbose=0), 1) == test_labels)
for n, a in ((model, test_accuracy), (dense_model, dense_accuracy)):
    print(n.name, n.count_params(), float(a))
