# /// example
# title = "Steps put together by functools, prepare is a partial; tables of pandas; bars in percent"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
def there_and_back(network, name):
    network.save(name)
    return keras.models.load_model(name)


again = there_and_back(fresh, name="fresh.keras")

# %% solution="readers"
readers = {path.stem: keras.models.load_model(path) for path in Path("handwriting").glob("*.keras")}
large, small = sorted(readers.values(), key=lambda network: network.count_params(), reverse=True)

# %% solution="prepare"
from functools import partial, reduce


def steps(path, functions):
    return reduce(lambda image, function: function(image), functions, path)


def inverted(photo):
    return np.clip(np.median(photo) - photo.astype("float32"), 0, None)


def cut_at(share):
    def cut(ink):
        dark = ink > share * ink.max()
        rows, columns = (np.flatnonzero(dark.any(axis=axis)) for axis in (1, 0))
        return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    return cut


def fitted_into(side):
    def fit(digit):
        # Cumulative sums: the ink between two edges is a difference.
        for axis in (0, 1):
            old = digit.shape[axis]
            new = max(1, round(old * side / longer)) if axis else None
            if axis == 0:
                longer = max(digit.shape)
                new = max(1, round(old * side / longer))
            total = np.insert(np.cumsum(digit, axis=axis), 0, 0, axis=axis)
            edges = np.linspace(0, old, new + 1)
            at_edges = np.apply_along_axis(lambda c: np.interp(edges, np.arange(old + 1), c), axis, total)
            digit = np.diff(at_edges, axis=axis) * new / old
        return digit

    return fit


def scaled(digit):
    digit = digit / digit.max()
    return np.where(digit < 0.1, 0, digit)


def centred_in(size):
    def centre(digit):
        image = np.zeros((size, size))
        image[: digit.shape[0], : digit.shape[1]] = digit
        for axis in (0, 1):
            mass = image.sum(axis=1 - axis)
            mean = np.average(np.arange(size), weights=mass)
            image = np.roll(image, round((size - 1) / 2 - mean), axis=axis)
        return image

    return centre


prepare = partial(
    steps,
    functions=[
        read_photo,
        inverted,
        cut_at(0.4),
        fitted_into(20),
        scaled,
        centred_in(28),
        lambda image: image.astype("float32")[None, ..., None],
    ],
)

# %% solution="probabilities"
import pandas as pd

batch = np.concatenate([prepare(path) for path in PHOTOGRAPHS])
p_large = pd.DataFrame(large.predict(batch, verbose=0), index=PHOTOGRAPHS)
p_small = pd.DataFrame(small.predict(batch, verbose=0), index=PHOTOGRAPHS)
disagreements = p_large.index[p_large.idxmax(axis=1) != p_small.idxmax(axis=1)]
display(pd.DataFrame({"written": true_digits(), "large": p_large.idxmax(axis=1), "small": p_small.idxmax(axis=1)}))

# %% solution="bars"
name = disagreements[0]
fig, axis = plt.subplots(figsize=(7, 3))
for shift, label, table in ((-0.2, "large", p_large), (0.2, "small", p_small)):
    bars = axis.bar(table.columns + shift, 100 * table.loc[name], width=0.4, label=label)
    axis.bar_label(bars, fmt="%.0f", fontsize=7)
axis.set_xticks(range(10), [f"{digit}" for digit in range(10)])
axis.set_xlabel("digit")
axis.set_ylabel("probability in %")
axis.set_title(name)
axis.legend(title="network")
