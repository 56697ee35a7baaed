# /// example
# title = "Loops over rows, a list of rows, lines instead of bars side by side"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
def prepare(path):
    photo = read_photo(path) / 255
    paper = np.percentile(photo, 60)
    ink = np.maximum(paper - photo, 0)
    limit = ink.max() * 0.35
    top = 0
    while not (ink[top] > limit).any():
        top += 1
    bottom = ink.shape[0] - 1
    while not (ink[bottom] > limit).any():
        bottom -= 1
    left = 0
    while not (ink[:, left] > limit).any():
        left += 1
    right = ink.shape[1] - 1
    while not (ink[:, right] > limit).any():
        right -= 1
    digit = ink[top : bottom + 1, left : right + 1]
    scale = 20.0 / max(digit.shape)
    digit = resize(
        digit, max(1, round(digit.shape[0] * scale)), max(1, round(digit.shape[1] * scale))
    )
    digit = np.where(digit < 0.1 * digit.max(), 0, digit)
    best, nearest = None, 1e9
    for down in range(28 - digit.shape[0] + 1):
        for across in range(28 - digit.shape[1] + 1):
            image = np.zeros((28, 28), "float32")
            image[down : down + digit.shape[0], across : across + digit.shape[1]] = digit
            y, x = np.indices((28, 28))
            far = abs((y * image).sum() / image.sum() - 13.5) + abs(
                (x * image).sum() / image.sum() - 13.5
            )
            if far < nearest:
                best, nearest = image, far
    return (best / best.max())[None, :, :, None]


# %% solution="probabilities"
p_large = [large.predict(prepare(path), verbose=0)[0] for path in PHOTOGRAPHS]
p_small = [small.predict(prepare(path), verbose=0)[0] for path in PHOTOGRAPHS]
disagreements = [
    PHOTOGRAPHS[i]
    for i in range(26)
    if list(p_large[i]).index(max(p_large[i])) != list(p_small[i]).index(max(p_small[i]))
]

# %% solution="bars"
i = PHOTOGRAPHS.index(disagreements[-1])
fig = plt.figure()
plt.plot(range(10), p_large[i], "o-", label="607,394 parameters")
plt.plot(range(10), p_small[i], "s-", label="113,898 parameters")
plt.xlabel("digit")
plt.ylabel("probability")
plt.legend()
plt.title(disagreements[-1])
