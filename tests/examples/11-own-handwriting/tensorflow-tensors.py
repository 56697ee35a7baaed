# /// example
# title = "import tensorflow as tf, prepare gives a tensor, answers as an array of texts, bars by pandas"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import tensorflow as tf

fresh.save("my-network.keras")
again = tf.keras.models.load_model("my-network.keras")

# %% solution="readers"
large, small = (
    tf.keras.models.load_model(f"handwriting/reader-{size}.keras") for size in ("large", "small")
)
large.summary()
small.summary()

# %% solution="prepare"
def prepare(path):
    photo = tf.cast(read_photo(path), tf.float32)
    paper = np.median(photo)
    ink = tf.nn.relu(paper - photo)
    where = tf.where(ink > 0.4 * tf.reduce_max(ink)).numpy()
    (top, left), (bottom, right) = where.min(axis=0), where.max(axis=0) + 1
    digit = ink[top:bottom, left:right, None]
    factor = 20 / max(bottom - top, right - left)
    size = [max(1, int(round(factor * side))) for side in (bottom - top, right - left)]
    digit = tf.image.resize(digit, size, method="area")
    digit = digit / tf.reduce_max(digit)
    digit = tf.where(digit < 0.1, 0.0, digit)
    mass = tf.reduce_sum(digit)
    rows = tf.reduce_sum(digit[..., 0], axis=1) * tf.range(size[0], dtype=tf.float32)
    columns = tf.reduce_sum(digit[..., 0], axis=0) * tf.range(size[1], dtype=tf.float32)
    down = int(round(float(13.5 - tf.reduce_sum(rows) / mass)))
    across = int(round(float(13.5 - tf.reduce_sum(columns) / mass)))
    down, across = min(max(down, 0), 28 - size[0]), min(max(across, 0), 28 - size[1])
    return tf.image.pad_to_bounding_box(digit, down, across, 28, 28)[tf.newaxis]

# %% solution="probabilities"
batch = tf.concat([prepare(p) for p in PHOTOGRAPHS], axis=0)
p_large, p_small = large(batch), small(batch)
differ = tf.argmax(p_large, axis=1) != tf.argmax(p_small, axis=1)
disagreements = np.array(PHOTOGRAPHS)[differ]

# %% solution="bars"
import pandas as pd

i = PHOTOGRAPHS.index(disagreements[0])
table = pd.DataFrame({"large": p_large[i].numpy(), "small": p_small[i].numpy()})
ax = table.plot.bar(rot=0, title=disagreements[0])
ax.set_xlabel("digit")
ax.set_ylabel("probability")
fig = ax.figure
