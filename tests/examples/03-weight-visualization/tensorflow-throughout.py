# /// example
# title = "TensorFlow throughout: tf.data, tf.transpose, tensors as features, ImageGrid, sorted units"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
import tensorflow as tf

digits = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(10_000).batch(256)
digits = digits.prefetch(tf.data.AUTOTUNE)


def network(units):
    net = tf.keras.Sequential([
        tf.keras.layers.InputLayer(shape=(784,)),
        tf.keras.layers.Dense(units, activation=tf.nn.relu),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax),
    ])
    net.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    net.fit(digits, epochs=3, verbose=0)
    return net


model_10 = network(10)
model_512 = network(512)

# %% solution="hidden-features"
def hidden_features(model):
    w = tf.convert_to_tensor(model.weights[0])
    return tf.reshape(tf.transpose(w), [-1, 28, 28])

# %% solution="ten-features"
from mpl_toolkits.axes_grid1 import ImageGrid

F = hidden_features(model_10).numpy()
lim = float(tf.reduce_max(tf.abs(F)))
fig_10 = plt.figure(figsize=(14, 6))
grid = ImageGrid(fig_10, 111, nrows_ncols=(2, 5), axes_pad=0.4, cbar_mode="single")
for j, ax in enumerate(grid):
    im = ax.imshow(F[j], cmap="RdYlBu_r")
    im.set_clim(-lim, lim)
    ax.set_title(f"j = {j}")
grid.cbar_axes[0].colorbar(im)

# %% solution="sample"
F = hidden_features(model_512).numpy()
strength = np.linalg.norm(F, axis=(1, 2))
sample_units = np.argsort(strength)[::-1][:18]
lim = np.abs(F[sample_units]).max() * 0.8
fig_512, axs = plt.subplots(3, 6, figsize=(12, 7), sharex=True, sharey=True)
for ax, j in zip(axs.reshape(-1), sample_units):
    ax.imshow(F[j], cmap="RdYlBu_r", vmin=-lim, vmax=lim)
    ax.set_title(f"unit {j}: {strength[j]:.1f}")
fig_512.subplots_adjust(hspace=0.4)

# %% solution="roughness"
def roughness(image):
    image = tf.cast(image, tf.float64)
    a = tf.reduce_mean(tf.square(image[:, 1:] - image[:, :-1]))
    b = tf.reduce_mean(tf.square(image[1:] - image[:-1]))
    return ((a + b) / (4 * tf.math.reduce_variance(image))).numpy()


roughness_10 = float(np.mean([roughness(f) for f in hidden_features(model_10)]))
roughness_512 = float(np.mean([roughness(f) for f in hidden_features(model_512)]))
