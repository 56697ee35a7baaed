# /// example
# title = "Pillow's affine transform after a blur, a cached dictionary, bars of patches added one by one"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
try:
    again = keras.models.load_model("fresh.keras")
except ValueError:
    fresh.save("fresh.keras")
    again = keras.models.load_model("fresh.keras")

# %% solution="prepare"
from PIL import Image, ImageFilter, ImageOps, ImageStat

known = {}


def prepare(path):
    if isinstance(path, str):
        if path not in known:
            known[path] = transformed(read_photo(path))
        return known[path].copy()
    return transformed(read_photo(path))


def transformed(photo):
    picture = Image.fromarray(photo)
    paper = ImageStat.Stat(picture).median[0]
    darkest = picture.getextrema()[0]
    ink = picture.point([max(0, min(255, round(255 * (paper - v) / (paper - darkest)))) for v in range(256)])
    ink = ink.point(lambda v: v if v > 45 else 0)
    left, top, right, bottom = ink.point(lambda v: 255 * (v > 102)).getbbox()
    ink = ImageOps.expand(ink.crop((left, top, right, bottom)), 10)
    scale = max(right - left, bottom - top) / 20
    ink = ink.filter(ImageFilter.GaussianBlur(scale / 2.5))
    pixels = np.asarray(ink, float)
    y = (pixels.sum(1) * (np.arange(pixels.shape[0]) + 0.5)).sum() / pixels.sum()
    x = (pixels.sum(0) * (np.arange(pixels.shape[1]) + 0.5)).sum() / pixels.sum()
    small = ink.transform(
        (28, 28),
        Image.Transform.AFFINE,
        (scale, 0, x - 14 * scale, 0, scale, y - 14 * scale),
        resample=Image.Resampling.BILINEAR,
    )
    return (np.asarray(ImageOps.autocontrast(small), "float32") / 255)[None, :, :, None]

# %% solution="bars"
number = [PHOTOGRAPHS.index(name) for name in disagreements][0]
fig, ax = plt.subplots()
for digit, (one, two) in enumerate(zip(p_large[number], p_small[number])):
    ax.add_patch(plt.Rectangle((digit - 0.4, 0), 0.4, one, facecolor="steelblue"))
    ax.add_patch(plt.Rectangle((digit, 0), 0.4, two, facecolor="darkorange"))
ax.set_xlim(-0.5, 9.5)
ax.set_ylim(0, 1.05)
ax.set_xlabel("digit")
ax.set_ylabel("probability")
ax.legend(ax.patches[:2], ["large", "small"])
ax.set_title(PHOTOGRAPHS[number])
