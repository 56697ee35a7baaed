# /// example
# title = "Keras's own resize, padding, float64, a dictionary of answers"
# kind = "correct"
# ///

# %% solution="save-and-load"
import os

target = os.path.join(os.getcwd(), "fresh.keras")
keras.models.save_model(fresh, target)
again = keras.models.load_model(target)


# %% solution="prepare"
def ink_of(photo):
    """Ink as numbers from 0 to 1; what is fainter than the paper's grain is no ink."""
    ink = 255.0 - photo
    ink = ink - np.median(ink)
    ink[ink < 0.15 * ink.max()] = 0
    return ink / ink.max()


def bounding_box(ink):
    rows = np.flatnonzero((ink > 0.5).any(axis=1))
    columns = np.flatnonzero((ink > 0.5).any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def prepare(path):
    digit = bounding_box(ink_of(read_photo(path)))
    height, width = digit.shape
    size = (
        (20, max(1, int(20 * width / height)))
        if height > width
        else (max(1, int(20 * height / width)), 20)
    )
    small = keras.ops.image.resize(digit[..., None].astype("float32"), size, antialias=True)
    small = np.clip(np.array(small)[..., 0].astype("float64"), 0, 1)
    # Start in the middle, then roll the ink to where its centre of mass is in the middle.
    above, left = (28 - size[0]) // 2, (28 - size[1]) // 2
    image = np.pad(small, ((above, 28 - size[0] - above), (left, 28 - size[1] - left)))
    y = (image.sum(axis=1) * np.arange(28)).sum() / image.sum()
    x = (image.sum(axis=0) * np.arange(28)).sum() / image.sum()
    image = np.roll(image, (round(14 - y), round(14 - x)), axis=(0, 1))
    return image.reshape(1, 28, 28, 1)


# %% solution="probabilities"
prepared = {path: prepare(path) for path in PHOTOGRAPHS}
p_large = np.vstack([large(prepared[path]).numpy() for path in PHOTOGRAPHS])
p_small = np.vstack([small(prepared[path]).numpy() for path in PHOTOGRAPHS])
disagreements = []
for i in range(len(PHOTOGRAPHS)):
    if np.argmax(p_large[i]) != np.argmax(p_small[i]):
        disagreements += [PHOTOGRAPHS[i]]
