# /// example
# title = "keras.ops and lambdas, values from 0 to 1 as float16 on the way, a set of names, lines, Arabic comments"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import os

os.makedirs("نماذج", exist_ok=True)
fresh.save(os.path.join("نماذج", "fresh.keras"))
again = keras.models.load_model(os.path.join("نماذج", "fresh.keras"))
assert all((a == b).all() for a, b in zip(again.get_weights(), fresh.get_weights()))

# %% solution="prepare"
from keras import ops


def prepare(path):
    # الحبر فاتح والورق أسود
    photo = 1 - read_photo(path).astype("float32") / 255
    ink = np.clip(photo - np.median(photo), 0, 1)
    ink = ink / ink.max()
    mask = ink > 0.4
    r0, r1 = mask.any(1).argmax(), len(mask) - mask.any(1)[::-1].argmax()
    c0, c1 = mask.any(0).argmax(), mask.shape[1] - mask.any(0)[::-1].argmax()
    box = ink[r0:r1, c0:c1]
    h, w = ((20, -(-20 * box.shape[1] // box.shape[0])) if box.shape[0] >= box.shape[1]
            else (-(-20 * box.shape[0] // box.shape[1]), 20))
    little = np.asarray(ops.image.resize(box[..., None], (h, w), antialias=True))[..., 0]
    little = np.where(little < 0.1, 0, np.clip(little, 0, 1)).astype("float16").astype("float32")
    little /= little.max()
    centre = lambda axis: float(
        (little.sum(axis=1 - axis) * np.arange(little.shape[axis])).sum() / little.sum()
    )
    up, left = round(13.5 - centre(0)), round(13.5 - centre(1))
    up, left = sorted((0, up, 28 - h))[1], sorted((0, left, 28 - w))[1]
    padded = np.pad(little, ((up, 28 - h - up), (left, 28 - w - left)))
    return ops.convert_to_tensor(padded.reshape(1, 28, 28, 1))

# %% solution="probabilities"
predict = lambda model: np.array(
    [np.asarray(model(prepare(path), training=False)).squeeze() for path in PHOTOGRAPHS]
)
p_large, p_small = predict(large), predict(small)
disagreements = {
    PHOTOGRAPHS[i] for i in np.nonzero(p_large.argmax(1) - p_small.argmax(1))[0]
}

# %% solution="bars"
first = sorted(disagreements)[0]
row = PHOTOGRAPHS.index(first)
fig = plt.figure()
axis = fig.add_axes([0.1, 0.15, 0.8, 0.7])
axis.stem(range(10), p_large[row], label="الكبيرة")
axis.plot(range(10), p_small[row], "rs", label="الصغيرة")
axis.set_xlabel("الرقم")
axis.set_ylabel("الاحتمال")
fig.suptitle(first)
fig.legend()
