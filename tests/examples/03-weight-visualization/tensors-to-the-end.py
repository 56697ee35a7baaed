# /// example
# title = "Weights of 64 bits, tensors to the end, a range of units, images set after drawing, symlog colours"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
import tensorflow as tf
from keras import Sequential, layers, optimizers

labels = tf.one_hot(y_train, 10)


def fitted(units, epochs):
    network = Sequential(name=f"units_{units}")
    network.add(layers.Input((784,)))
    network.add(layers.Dense(units, "relu", dtype="float64", kernel_initializer="he_uniform"))
    network.add(layers.Dense(10, dtype="float64"))
    network.compile(
        optimizer=optimizers.SGD(0.05, momentum=0.9, nesterov=True),
        loss=tf.nn.softmax_cross_entropy_with_logits,
        metrics=["accuracy"],
    )
    batches = tf.data.Dataset.from_tensor_slices((x_train, labels)).shuffle(60_000).batch(128, drop_remainder=True)
    network.fit(batches, epochs=epochs, verbose=0)
    return network


model_10, model_512 = fitted(10, 4), fitted(512, 2)

# %% solution="hidden-features"
def hidden_features(model):
    kernel = model.layers[0].kernel
    return [tf.reshape(column, (28, 28)) for column in tf.unstack(kernel, axis=1)]

# %% solution="ten-features"
from matplotlib.colors import SymLogNorm

features = tf.stack(hidden_features(model_10))
most = tf.reduce_max(tf.abs(features)).numpy()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
pictures = [ax.imshow(np.zeros((28, 28)), cmap="RdBu_r", vmin=-most, vmax=most) for ax in axes.flat]
for unit, (ax, picture) in enumerate(zip(axes.flat, pictures)):
    picture.set_data(features[unit])
    ax.set_title(f"unit {unit}")
plt.colorbar(pictures[0], ax=axes[:, 4])

# %% solution="sample"
sample_units = range(3, 512, 30)
features = tf.gather(hidden_features(model_512), sample_units)
most = float(tf.reduce_max(tf.abs(features)))
fig_512, axes = plt.subplots(3, 6, figsize=(14, 8))
for ax, unit, feature in zip(axes.flat, sample_units, features):
    ax.pcolorfast(feature[::-1], cmap="RdBu_r", norm=SymLogNorm(0.05, vmin=-most, vmax=most))
    ax.set_title(f"unit {unit}")
axes[2, 5].remove()

# %% solution="roughness"
def roughness(image):
    batch = tf.cast(image, tf.float64)[tf.newaxis, :, :, tf.newaxis]
    dy, dx = tf.image.image_gradients(batch)  # zeros in the last row and in the last column
    squares = (tf.reduce_sum(dy**2) + tf.reduce_sum(dx**2)) / (2 * 28 * 27)
    return squares / (2 * tf.math.reduce_variance(batch))


roughness_10 = tf.reduce_mean([roughness(f) for f in hidden_features(model_10)])
roughness_512 = tf.reduce_mean([roughness(f) for f in hidden_features(model_512)])
