# /// example
# title = "np.interp along both directions, float64 from 0 to 1, two y axes, a legend put together by hand"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
fresh.save("fresh.keras")
with open("fresh.keras", "rb") as file:
    print(len(file.read()), "bytes")
from tensorflow.keras import models as m
again = m.load_model("fresh.keras")

# %% solution="prepare"
def smoothed(lines, width):
    """Running mean of each row."""
    window = np.ones(width) / width
    return np.array([np.convolve(line, window, mode="same") for line in lines])


def resampled(lines, count):
    """Each row at `count` points in the middles of equal parts."""
    old = np.arange(lines.shape[1]) + 0.5
    new = (np.arange(count) + 0.5) * lines.shape[1] / count
    return np.array([np.interp(new, old, line) for line in lines])


def position(sums):
    return np.dot(sums, range(len(sums))) / np.sum(sums)


def prepare(path):
    img = read_photo(path) * 1.0
    img = np.median(img) - img
    img = img.clip(min=0) / img.max()
    img[img < 0.2] = 0
    ys = np.where(np.max(img, axis=1) > 0.4)[0]
    xs = np.where(np.max(img, axis=0) > 0.4)[0]
    img = img[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    h, w = img.shape
    s = 20 / (h if h > w else w)
    img = resampled(smoothed(img, max(1, round(1 / s))), max(1, round(w * s)))
    img = resampled(smoothed(img.T, max(1, round(1 / s))), max(1, round(h * s))).T
    big = np.zeros((28 * 3, 28 * 3))
    dy = 28 + round(13.5 - position(img.sum(axis=1)))
    dx = 28 + round(13.5 - position(img.sum(axis=0)))
    big[dy : dy + len(img), dx : dx + len(img[0])] = img / np.max(img)
    return np.array([[[[v] for v in row[28:56]] for row in big[28:56]]])

# %% solution="probabilities"
p_large = np.empty((26, 10))
p_small = np.empty((26, 10))
disagreements = []
for i, path in enumerate(PHOTOGRAPHS):
    x = prepare(path)
    p_large[i] = large.predict(x, verbose=0)
    p_small[i] = small.predict(x, verbose=0)
    if p_large[i].argmax() == p_small[i].argmax():
        continue
    disagreements.append(path)

# %% solution="bars"
from matplotlib.patches import Patch

k = PHOTOGRAPHS.index(disagreements[0])
fig, ax1 = plt.subplots()
ax2 = ax1.twinx()
ax1.bar(np.arange(10) - 0.15, p_large[k], 0.3, color="navy")
ax2.bar(np.arange(10) + 0.15, p_small[k], 0.3, color="orange")
ax1.set_ylim(0, 1), ax2.set_ylim(0, 1)
ax1.set_xlabel("digit")
ax1.set_ylabel("probability (large)", color="navy")
ax2.set_ylabel("probability (small)", color="orange")
ax1.legend(handles=[Patch(color="navy", label="large"), Patch(color="orange", label="small")])
ax1.set_title(disagreements[0])
