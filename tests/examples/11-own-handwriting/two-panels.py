# /// example
# title = "Two panels of bars; weights carried over by a second file; mass from a mean of coordinates"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
path = Path("models")
path.mkdir(exist_ok=True)
fresh.save(path / "fresh.keras", overwrite=True)
again = keras.models.load_model(path / "fresh.keras", compile=False)


# %% solution="prepare"
def prepare(path):
    photo = read_photo(path).astype(float)
    background = np.median(photo, axis=0, keepdims=True)
    background = np.minimum(background, np.median(photo))
    ink = np.clip(np.maximum(background, np.median(photo) - 10) - photo, 0, None)
    mask = ink > 0.4 * ink.max()
    ys, xs = mask.nonzero()
    box = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    h, w = box.shape
    if h >= w:
        new = resize(box, 20, max(1, round(20 * w / h)))
    else:
        new = resize(box, max(1, round(20 * h / w)), 20)
    new = new / new.max()
    new = new * (new > 0.12)
    canvas = np.zeros((60, 60))
    cy = np.average(np.arange(new.shape[0]), weights=new.sum(1))
    cx = np.average(np.arange(new.shape[1]), weights=new.sum(0))
    r, c = int(round(30 - cy)), int(round(30 - cx))
    canvas[r : r + new.shape[0], c : c + new.shape[1]] = new
    return canvas[16:44, 16:44].astype("float32").reshape(1, 28, 28, 1)


# %% solution="bars"
chosen = disagreements[1]
i = PHOTOGRAPHS.index(chosen)
fig, (left, right) = plt.subplots(1, 2, sharey=True)
left.bar(range(10), p_large[i], label="large")
right.bar(range(10), p_small[i], label="small", color="C1")
left.set_ylabel("probability")
for axis in (left, right):
    axis.set_xlabel("digit")
    axis.legend()
fig.suptitle(f"Two networks and {chosen}")
