# /// example
# title = "Squeezed out of proportion"
# kind = "wrong"
# [loses]
# prepare-proportion = "one factor for height and width"
# ///

# %% solution="prepare"
def prepare(path):
    photo = read_photo(path).astype("float32")
    ink = np.clip(np.median(photo) - photo, 0, None)
    rows, columns = np.where(ink > 0.4 * ink.max())
    digit = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height = width = 20
    digit = resize(digit, height, width)
    digit = digit / digit.max()
    digit[digit < 0.1] = 0
    rows, columns = np.indices(digit.shape)
    top = round(13.5 - (rows * digit).sum() / digit.sum())
    left = round(13.5 - (columns * digit).sum() / digit.sum())
    top, left = min(max(top, 0), 28 - height), min(max(left, 0), 28 - width)
    image = np.zeros((28, 28), dtype="float32")
    image[top : top + height, left : left + width] = digit
    return image[np.newaxis, :, :, np.newaxis]
