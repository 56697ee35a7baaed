# /// example
# title = "A pipeline of scikit-learn whose method is prepare, ink found by k-means, seaborn's catplot"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
from PIL import Image
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer


class InkFinder(TransformerMixin, BaseEstimator):
    """Two clusters of grey levels: paper and ink. The darker one is the ink."""

    def fit(self, X=None, y=None):
        return self

    def transform(self, photo):
        shades, counts = np.unique(photo, return_counts=True)
        clusters = KMeans(2, init=[[shades[-1]], [shades[0]]], n_init=1)
        clusters.fit(shades[:, None], sample_weight=counts)
        paper, ink = sorted(clusters.cluster_centers_.ravel(), reverse=True)
        darkness = np.clip((paper - photo.astype("float32")) / (paper - ink), 0, 1)
        darkness[darkness < 0.25] = 0
        rows, columns = np.where(darkness > 0.5)
        return darkness[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def thumbnail(digit):
    picture = Image.fromarray(np.uint8(np.round(digit * 255)))
    picture.thumbnail((20, 20), Image.Resampling.LANCZOS, reducing_gap=None)
    return np.asarray(picture) / np.float32(255)


def into_the_middle(digit):
    image = np.zeros((28, 28), np.float32)
    y, x = np.mgrid[: digit.shape[0], : digit.shape[1]]
    top, left = (int(np.floor(14.0 - (c * digit).sum() / digit.sum())) for c in (y, x))
    top, left = np.clip([top, left], 0, np.subtract((28, 28), digit.shape))
    image[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return image


prepare = make_pipeline(
    FunctionTransformer(read_photo),
    InkFinder(),
    FunctionTransformer(thumbnail),
    FunctionTransformer(into_the_middle),
    FunctionTransformer(np.reshape, kw_args={"shape": (1, 28, 28, 1)}),
).transform

# %% solution="bars"
import pandas as pd
import seaborn as sns

one = disagreements[0]
table = pd.DataFrame(
    {"large": p_large[PHOTOGRAPHS.index(one)], "small": p_small[PHOTOGRAPHS.index(one)]}
)
table = table.rename_axis("digit").reset_index().melt("digit", var_name="network", value_name="probability")
grid = sns.catplot(table, kind="bar", x="digit", y="probability", hue="network", aspect=2)
grid.set_axis_labels("digit", "probability")
grid.ax.set_title(one)
fig = grid.figure
