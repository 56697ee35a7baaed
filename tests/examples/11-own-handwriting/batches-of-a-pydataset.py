# /// example
# title = "A PyDataset feeds the networks, edges by the ink's share, names in Hindi, a Series of names"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
# पहले सहेजो, फिर खोलो
नाम = "fresh" + ".keras"
keras.Model.save(fresh, नाम)
again = keras.models.load_model(नाम)

# %% solution="readers"
large, small = None, None
for file in sorted(Path("handwriting").iterdir()):
    match file.name:
        case "reader-large.keras":
            large = keras.models.load_model(file)
        case "reader-small.keras":
            small = keras.models.load_model(str(file))

# %% solution="prepare"
def prepare(path, size=28, box=20, *, noise=0.2):
    photo = read_photo(path).astype("int16")
    ink = (np.median(photo) - photo).clip(0)
    ink = np.where(ink > noise * ink.max(), ink, 0)
    # किनारे: पहली और आख़िरी पंक्ति जिसमें स्याही है
    def edges(axis):
        share = np.cumsum(ink.sum(axis=axis)) / ink.sum()
        return np.searchsorted(share, 0.0005), np.searchsorted(share, 0.9995) + 1

    (top, bottom), (left, right) = edges(1), edges(0)
    digit = ink[slice(top, bottom), slice(left, right)]
    shape = np.rint(np.multiply(digit.shape, box / max(digit.shape))).astype(int).clip(1)
    digit = keras.ops.image.resize(digit[..., None].astype("float32"), tuple(shape.tolist()), interpolation="bilinear", antialias=True)
    digit = keras.ops.convert_to_numpy(digit)[..., 0]
    digit = digit / digit.max()
    moments = [np.tensordot(np.arange(n), digit.sum(1 - k), 1) / digit.sum() for k, n in enumerate(shape)]
    start = np.rint((size - 1) / 2 - np.array(moments)).astype(int)
    canvas = np.zeros((size, size), dtype=digit.dtype)
    canvas[np.ix_(*(np.arange(n) + s for n, s in zip(shape, start.clip(0, size - shape))))] = digit
    return canvas[None, ..., None]

# %% solution="probabilities"
import pandas as pd


class तस्वीरें(keras.utils.PyDataset):
    def __len__(self):
        return 13

    def __getitem__(self, index):
        return np.concatenate([prepare(p) for p in PHOTOGRAPHS[2 * index : 2 * index + 2]])


p_large = large.predict(तस्वीरें(), verbose=0)
p_small = small.predict(तस्वीरें(), verbose=0)
disagreements = pd.Series(PHOTOGRAPHS)[p_large.argmax(axis=1) != p_small.argmax(axis=1)]

# %% solution="bars"
कौन = disagreements.index[0]
fig = plt.figure()
पट = fig.gca()
for जगह, संभावना, लेबल in [(-0.2, p_large[कौन], "बड़ा"), (+0.2, p_small[कौन], "छोटा")]:
    पट.bar([d + जगह for d in range(10)], संभावना, 0.4, label=लेबल)
पट.set_xlabel("अंक")
पट.set_ylabel("संभावना")
पट.legend()
पट.set_title(PHOTOGRAPHS[कौन])
