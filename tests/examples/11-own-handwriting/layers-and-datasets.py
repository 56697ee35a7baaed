# /// example
# title = "Keras's layers resize and pad, tf.data feeds the networks, horizontal bars from the top"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import tensorflow as tf
from tensorflow.keras.models import load_model, save_model

save_model(fresh, "fresh.keras")
again = load_model("fresh.keras")
tf.debugging.assert_equal(again(tf.ones((1, 28, 28, 1))), fresh(tf.ones((1, 28, 28, 1))))

# %% solution="readers"
LARGE, SMALL = "handwriting/reader-large.keras", "handwriting/reader-small.keras"
large = load_model(LARGE)
large.trainable = False
small = load_model(SMALL)
small.trainable = False
large.summary()
small.summary()

# %% solution="prepare"
fit = tf.keras.layers.Resizing(20, 20, pad_to_aspect_ratio=True, fill_value=0.0, antialias=True)
frame = tf.keras.layers.ZeroPadding2D(4)


def prepare(path):
    photo = tf.convert_to_tensor(read_photo(path), dtype=tf.float32)
    ink = tf.maximum(float(np.median(photo)) - photo, 0.0)
    ink = tf.where(ink < 0.15 * tf.reduce_max(ink), 0.0, ink)
    where = tf.cast(tf.where(ink > 0.4 * tf.reduce_max(ink)), tf.int32)
    low, high = tf.reduce_min(where, axis=0), tf.reduce_max(where, axis=0) + 1
    digit = tf.image.crop_to_bounding_box(ink[..., None], low[0], low[1], *tf.unstack(high - low))
    image = frame(fit(digit[None]))
    image = tf.clip_by_value(image / tf.reduce_max(image), 0.0, 1.0)
    places = tf.range(28.0)
    row = tf.reduce_sum(image[0, :, :, 0] * places[:, None]) / tf.reduce_sum(image)
    column = tf.reduce_sum(image[0, :, :, 0] * places[None, :]) / tf.reduce_sum(image)
    shift = [int(tf.round(13.5 - row)), int(tf.round(13.5 - column))]
    return tf.roll(image, shift, axis=[1, 2])

# %% solution="probabilities"
photographs = tf.data.Dataset.from_tensor_slices(PHOTOGRAPHS).map(
    lambda name: tf.ensure_shape(
        tf.py_function(lambda n: prepare(n.numpy().decode())[0], [name], tf.float32), (28, 28, 1)
    )
).batch(8)
p_large = large.predict(photographs, verbose=0)
p_small = small.predict(photographs, verbose=0)
same = tf.equal(tf.argmax(p_large, 1), tf.argmax(p_small, 1))
disagreements = [name.decode() for name in tf.boolean_mask(PHOTOGRAPHS, ~same).numpy()]

# %% solution="bars"
chosen = disagreements[-1]
p = PHOTOGRAPHS.index(chosen)
fig, ax = plt.subplots(figsize=(4, 6), layout="tight")
ax.barh(range(10), p_large[p], height=-0.4, align="edge", label="reader-large", color="k")
ax.barh(range(10), p_small[p], height=0.4, align="edge", label="reader-small", color="0.7")
ax.invert_yaxis()
ax.set_yticks(range(10))
ax.set_ylabel("digit")
ax.set_xlabel("probability")
ax.set_title(chosen, loc="left")
ax.legend(loc="lower right")
