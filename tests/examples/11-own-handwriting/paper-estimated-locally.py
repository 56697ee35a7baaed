# /// example
# title = "The paper's shade at each place, ndimage.zoom and shift between pixels, bars by hist with weights"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
fresh.save("fresh.keras")
again = keras.models.clone_model(fresh)
again.load_weights("fresh.keras")

# %% solution="prepare"
import scipy.ndimage as nd


def paper_of(photo):
    """The light differs from place to place: the shade that the paper has there, without the ink."""
    little = photo[::6, ::6]
    closed = nd.grey_closing(nd.median_filter(little, 3), size=(15, 15))
    smooth = nd.gaussian_filter(closed, 4)
    return nd.zoom(smooth, (photo.shape[0] / little.shape[0], photo.shape[1] / little.shape[1]), order=1)


def prepare(path):
    photo = read_photo(path).astype(np.float32)
    ink = np.maximum(paper_of(photo) - photo, 0)
    mask = nd.binary_opening(ink > 0.4 * np.percentile(ink, 99.9), iterations=1)
    box = tuple(slice(where.min(), where.max() + 1) for where in np.nonzero(mask))
    digit = np.where(ink < 0.15 * ink.max(), 0, ink)[box]
    factor = 20 / max(digit.shape)
    digit = nd.uniform_filter(digit, int(1 / factor), mode="constant")
    digit = nd.zoom(digit, factor, order=1, grid_mode=True, mode="grid-constant")
    image = np.pad(digit, [(0, 28 - digit.shape[0]), (0, 28 - digit.shape[1])])
    y, x = nd.center_of_mass(image)
    image = nd.shift(image, (13.5 - y, 13.5 - x), order=1)
    image /= image.max()
    return image.reshape((-1, 28, 28, 1))

# %% solution="probabilities"
images = np.stack([prepare(path)[0] for path in PHOTOGRAPHS])
p_large = large.predict_on_batch(images)
p_small = small.predict_on_batch(images)
says_large = keras.ops.argmax(p_large, axis=1)
says_small = keras.ops.argmax(p_small, axis=1)
disagreements = [PHOTOGRAPHS[i] for i in np.flatnonzero(says_large != says_small)]

# %% solution="bars"
i = PHOTOGRAPHS.index(disagreements[0])
fig, ax = plt.subplots()
ax.hist(
    [range(10), range(10)],
    bins=np.arange(11) - 0.5,
    weights=[p_large[i], p_small[i]],
    label=["large", "small"],
    rwidth=0.8,
)
ax.set(xlabel="digit", ylabel="probability", xticks=range(10), title=f"Photograph: {PHOTOGRAPHS[i]}")
ax.legend(loc="best")
