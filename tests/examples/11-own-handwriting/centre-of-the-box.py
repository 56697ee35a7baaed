# /// example
# title = "The box is in the middle, not the ink"
# kind = "wrong"
# [loses]
# prepare-centre = "centre of mass"
# ///

# %% solution="prepare"
def prepare(path):
    photo = read_photo(path).astype("float32")
    ink = np.clip(np.median(photo) - photo, 0, None)
    rows, columns = np.where(ink > 0.4 * ink.max())
    digit = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    factor = 20 / max(digit.shape)
    height, width = (max(1, round(side * factor)) for side in digit.shape)
    digit = resize(digit, height, width)
    digit = digit / digit.max()
    digit[digit < 0.1] = 0
    top, left = (28 - height) // 2, (28 - width) // 2
    image = np.zeros((28, 28), dtype="float32")
    image[top : top + height, left : left + width] = digit
    return image[np.newaxis, :, :, np.newaxis]
