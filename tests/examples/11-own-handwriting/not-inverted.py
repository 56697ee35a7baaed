# /// example
# title = "Dark ink on bright paper"
# kind = "wrong"
# [loses]
# prepare-ink = "the paper is bright and the ink is dark"
# reading = "reads"
# ///

# %% solution="prepare"
def prepare(path):
    photo = read_photo(path).astype("float32")
    ink = np.clip(np.median(photo) - photo, 0, None)
    rows, columns = np.where(ink > 0.4 * ink.max())
    digit = photo[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    factor = 20 / max(digit.shape)
    height, width = (max(1, round(side * factor)) for side in digit.shape)
    digit = resize(digit, height, width)
    digit = digit / digit.max()
    rows, columns = np.indices(digit.shape)
    top = round(13.5 - (rows * digit).sum() / digit.sum())
    left = round(13.5 - (columns * digit).sum() / digit.sum())
    top, left = min(max(top, 0), 28 - height), min(max(left, 0), 28 - width)
    image = np.zeros((28, 28), dtype="float32")
    image[top : top + height, left : left + width] = digit
    return image[np.newaxis, :, :, np.newaxis]
