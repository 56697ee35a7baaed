# /// example
# title = "One affine transform of scipy.ndimage for size and place, readers by glob, bars drawn one by one"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
from pathlib import Path
from tempfile import mkdtemp

from keras import saving

place = Path(mkdtemp()) / "fresh.keras"
saving.save_model(fresh, place)
again = saving.load_model(place)
print([bool((a == b).all()) for a, b in zip(fresh.get_weights(), again.get_weights())])

# %% solution="readers"
large, small = map(keras.models.load_model, sorted(Path("handwriting").glob("reader-*.keras")))
for reader in (large, small):
    print(f"{reader.count_params():,}")

# %% solution="prepare"
from scipy import ndimage


def prepare(path):
    photo = read_photo(path).astype("float64")
    ink = np.clip(np.median(photo) - photo, 0, None)
    ink[ink < 0.2 * ink.max()] = 0
    rows, columns = ndimage.find_objects((ink > 0.4 * ink.max()).astype(int))[0]
    factor = max(rows.stop - rows.start, columns.stop - columns.start) / 20
    inside = np.zeros_like(ink)
    inside[rows, columns] = ink[rows, columns]
    # Each new pixel looks at one point: blurred first, it is a mean of its neighbourhood.
    blurred = ndimage.gaussian_filter(inside, factor / 3)
    centre = np.array(ndimage.center_of_mass(blurred))
    image = ndimage.affine_transform(
        blurred, [factor, factor], offset=centre - 13.5 * factor, output_shape=(28, 28), order=1
    )
    image = np.clip(image / image.max(), 0, 1)
    return np.expand_dims(image, (0, 3)).astype("float32")

# %% solution="probabilities"
from itertools import compress

batch = np.concatenate(list(map(prepare, PHOTOGRAPHS)), axis=0)
p_large, p_small = (reader.predict(batch, verbose=0) for reader in (large, small))
different = np.not_equal(np.argmax(p_large, -1), np.argmax(p_small, -1))
disagreements = list(compress(PHOTOGRAPHS, different))

# %% solution="bars"
which = PHOTOGRAPHS.index(disagreements[0])
fig = plt.figure(figsize=(8, 3))
for digit in range(10):
    plt.bar(digit - 0.2, p_large[which][digit], width=0.4, color="tab:blue", label="large" if digit == 0 else None)
    plt.bar(digit + 0.2, p_small[which][digit], width=0.4, color="tab:red", label="small" if digit == 0 else None)
plt.xticks(range(10))
plt.xlabel("digit")
plt.ylabel("probability")
plt.legend()
plt.title(disagreements[0])
plt.show()
