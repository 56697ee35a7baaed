# /// example
# title = "Pixels repeated and averaged in blocks, a square of 20 x 20 rolled into place, a logarithmic axis"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import shutil

fresh.save("a.keras")
shutil.copy("a.keras", "fresh.keras")
again = keras.models.load_model("fresh.keras")

# %% solution="prepare"
def prepare(path):
    photo = read_photo(path)
    paper = np.median(photo)
    ink = np.where(photo < paper, paper - photo, 0).astype("float32")
    ink = ink / ink.max()
    ink = np.where(ink < 0.15, 0, ink)
    mask = ink > 0.4
    while not mask[0].any():
        ink, mask = ink[1:], mask[1:]
    while not mask[-1].any():
        ink, mask = ink[:-1], mask[:-1]
    while not mask[:, 0].any():
        ink, mask = ink[:, 1:], mask[:, 1:]
    while not mask[:, -1].any():
        ink, mask = ink[:, :-1], mask[:, :-1]
    side = max(ink.shape)
    square = np.zeros((side, side), "float32")
    square[: ink.shape[0], : ink.shape[1]] = ink
    # 20 * side small parts are side blocks of 20, and 20 blocks of side.
    square = square.repeat(20, axis=0).reshape(20, side, side).mean(axis=1)
    square = square.repeat(20, axis=1).reshape(20, 20, side).mean(axis=2)
    image = np.pad(square, 4)
    image /= image.max()
    rows, columns = np.indices((28, 28))
    down = round(13.5 - float((rows * image).sum() / image.sum()))
    right = round(13.5 - float((columns * image).sum() / image.sum()))
    image = np.roll(np.roll(image, down, 0), right, 1)
    return np.stack([image[:, :, None]])

# %% solution="probabilities"
everything = np.concatenate([prepare(photo) for photo in PHOTOGRAPHS])
p_large, p_small = np.split(np.vstack([large.predict(everything), small.predict(everything)]), 2)
disagreements = np.array(PHOTOGRAPHS)[np.diff([p_large.argmax(1), p_small.argmax(1)], axis=0)[0] != 0].tolist()
assert disagreements

# %% solution="bars"
fig, ax = plt.subplots()
n = PHOTOGRAPHS.index(disagreements[0])
x = np.arange(10)
ax.bar(x=x, height=p_large[n], width=0.35, label="large (607 394)", edgecolor="black")
ax.bar(x=x + 0.35, height=p_small[n], width=0.35, label="small (113 898)", hatch="//")
ax.set_yscale("log")
ax.set_ylim(1e-9, 2)
ax.set_xticks(x + 0.175, labels=x)
ax.set_xlabel("digit")
ax.set_ylabel("probability")
ax.set_title(disagreements[0])
fig.legend()
