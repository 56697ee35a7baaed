# /// example
# title = "Own loop with GradientTape, a few steps of colour with a bar beside them, roughness by a graph"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
import tensorflow as tf


@tf.function
def step(network, optimizer, images, digits):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.keras.losses.sparse_categorical_crossentropy(digits, network(images, training=True))
        )
    optimizer.apply_gradients(
        zip(tape.gradient(loss, network.trainable_variables), network.trainable_variables)
    )
    return loss


def learn(units, epochs):
    network = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(784,)),
            tf.keras.layers.Dense(units, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = tf.keras.optimizers.Adam()
    one_step = tf.function(step.python_function)
    for epoch in range(epochs):
        batches = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(60_000).batch(128)
        losses = [one_step(network, optimizer, images, digits) for images, digits in batches]
        print(units, epoch, float(np.mean(losses)))
    return network


model_10 = learn(10, 3)
model_512 = learn(512, 1)

# %% solution="ten-features"
features = hidden_features(model_10)
end = np.ceil(10 * np.abs(features).max()) / 10
eleven = plt.get_cmap("RdBu_r", 11)
fig_10 = plt.figure(figsize=(12, 5))
places = fig_10.add_gridspec(2, 6, width_ratios=[5] * 5 + [1])
for unit in range(10):
    ax = fig_10.add_subplot(places[unit // 5, unit % 5])
    image = ax.imshow(features[unit], cmap=eleven, vmin=-end, vmax=end)
    ax.set_title(f"unit {unit}")
    ax.set(xticks=(), yticks=())
fig_10.colorbar(image, cax=fig_10.add_subplot(places[:, 5]))

# %% solution="sample"
from matplotlib.colors import BoundaryNorm

sample_units = np.sort(np.random.default_rng().choice(512, size=24, replace=False))
features = hidden_features(model_512)
levels = np.linspace(-0.4, 0.4, 10)
fig_512 = plt.figure(figsize=(12, 9))
places = fig_512.add_gridspec(5, 6, height_ratios=[5] * 4 + [1])
for place, unit in zip(places, sample_units):
    ax = fig_512.add_subplot(place)
    image = ax.imshow(features[unit], cmap="RdBu_r", norm=BoundaryNorm(levels, 256))
    ax.set_title(unit)
    ax.axis("off")
fig_512.colorbar(image, cax=fig_512.add_subplot(places[4, :]), orientation="horizontal")

# %% solution="roughness"
from sklearn.feature_extraction.image import grid_to_graph

graph = grid_to_graph(28, 28)
one, other = graph.nonzero()
pairs = one < other
one, other = one[pairs], other[pairs]


def roughness(image):
    pixels = np.ravel(image)
    return np.mean((pixels[one] - pixels[other]) ** 2) / (2 * np.var(pixels))


roughness_10, roughness_512 = [
    np.mean(np.apply_along_axis(roughness, 1, hidden_features(model).reshape(-1, 784)))
    for model in (model_10, model_512)
]
