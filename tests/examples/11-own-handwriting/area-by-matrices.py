# /// example
# title = "Resized by two matrices of overlaps, a dataclass for the box, seaborn's bars with hue"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
FILE = "fresh.keras"
if Path(FILE).exists():
    Path(FILE).unlink()
fresh.save(FILE)
again: keras.Model = keras.models.load_model(FILE)

# %% solution="prepare"
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def around(cls, mask):
        (top, left), (bottom, right) = np.argwhere(mask).min(0), np.argwhere(mask).max(0) + 1
        return cls(top, bottom, left, right)

    @property
    def longer(self) -> int:
        return max(self.bottom - self.top, self.right - self.left)

    def of(self, image):
        return image[self.top : self.bottom, self.left : self.right]


def overlaps(old: int, new: int) -> np.ndarray:
    """Row i says how much of each old pixel new pixel i covers; each row adds up to 1."""
    edges = np.linspace(0, old, new + 1)
    start = np.maximum(edges[:-1, None], np.arange(old))
    end = np.minimum(edges[1:, None], np.arange(old) + 1)
    covered = np.clip(end - start, 0, None)
    return covered / covered.sum(axis=1, keepdims=True)


def prepare(path):
    photo = np.array(read_photo(path), dtype=np.float64)
    ink = np.median(photo) - photo
    ink *= ink > 0.18 * ink.max()
    box = Box.around(ink > 0.4 * ink.max())
    digit = box.of(ink)
    height, width = np.maximum(np.rint(np.array(digit.shape) * 20 / box.longer), 1).astype(int)
    digit = overlaps(digit.shape[0], height) @ digit @ overlaps(digit.shape[1], width).T
    digit /= digit.max()
    mean_row = digit.sum(1) @ np.arange(height) / digit.sum()
    mean_column = digit.sum(0) @ np.arange(width) / digit.sum()
    at = [int(np.clip(round(13.5 - m), 0, 28 - n)) for m, n in ((mean_row, height), (mean_column, width))]
    image = np.zeros((1, 28, 28, 1), "float32")
    image[0, at[0] : at[0] + height, at[1] : at[1] + width, 0] = digit
    return image

# %% solution="bars"
import pandas as pd
import seaborn as sns

row = PHOTOGRAPHS.index(disagreements[0])
long = pd.DataFrame(
    {
        "digit": list(range(10)) * 2,
        "probability": [*p_large[row], *p_small[row]],
        "network": ["large"] * 10 + ["small"] * 10,
    }
)
sns.set_theme(style="whitegrid")
fig, ax = plt.subplots()
sns.barplot(data=long, x="digit", y="probability", hue="network", ax=ax)
ax.set_title(disagreements[0])
