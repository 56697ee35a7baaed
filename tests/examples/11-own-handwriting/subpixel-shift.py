# /// example
# title = "Mass centred by a shift between pixels, a threshold by Otsu's rule, a class, loops, Russian comments"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
import io, json

fresh.save("fresh.keras")
again = keras.models.load_model("fresh.keras", safe_mode=True)
print(json.dumps(again.get_config()["name"]))

# %% solution="readers"
readers = {}
for size in ["large", "small"]:
    readers[size] = keras.models.load_model(Path("handwriting") / f"reader-{size}.keras")
    print(size, readers[size].count_params())
large, small = readers["large"], readers["small"]

# %% solution="prepare"
class Preparation:
    """Фотография -> изображение как в MNIST."""

    def __call__(self, path):
        photo = read_photo(path).astype(np.float64)
        ink = np.maximum(np.median(photo) - photo, 0)
        digit = self.cut(ink)
        scale = 20 / max(digit.shape)
        digit = resize(digit, *[max(1, round(s * scale)) for s in digit.shape])
        digit = np.where(digit < 0.12 * digit.max(), 0, digit)
        image = np.zeros((28, 28))
        top, left = (28 - digit.shape[0]) // 2, (28 - digit.shape[1]) // 2
        image[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
        image = self.centred(image)
        return (image / image.max()).astype("float32")[np.newaxis, ..., np.newaxis]

    def cut(self, ink):
        # порог Оцу
        values = np.linspace(0.2, 0.6, 21) * ink.max()
        best, threshold = -1, values[0]
        for value in values:
            dark, light = ink[ink > value], ink[ink <= value]
            if len(dark) and len(light):
                between = len(dark) * len(light) * (dark.mean() - light.mean()) ** 2
                if between > best:
                    best, threshold = between, value
        rows = np.flatnonzero((ink > threshold).any(axis=1))
        columns = np.flatnonzero((ink > threshold).any(axis=0))
        return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    def centred(self, image):
        """Сдвиг на доли пикселя: соседи делят яркость."""
        for axis in (0, 1):
            places = np.arange(28)
            mass = image.sum(axis=1 - axis)
            shift = 13.5 - (places * mass).sum() / mass.sum()
            whole = int(np.floor(shift))
            part = shift - whole
            image = (1 - part) * np.roll(image, whole, axis) + part * np.roll(image, whole + 1, axis)
        return image


prepare = Preparation()

# %% solution="probabilities"
p_large, p_small, disagreements = [], [], []
for path in PHOTOGRAPHS:
    image = prepare(path)
    one, two = large.predict(image, verbose=0)[0], small.predict(image, verbose=0)[0]
    p_large.append(one.tolist())
    p_small.append(two.tolist())
    if one.argmax() != two.argmax():
        disagreements.append(path)
        print(path, "большая:", one.argmax(), "малая:", two.argmax())

# %% solution="bars"
name = disagreements[len(disagreements) // 2]
i = PHOTOGRAPHS.index(name)
plt.figure(figsize=(8, 3))
labels = [str(d) for d in range(10)]
plt.bar(labels, p_large[i], width=-0.4, align="edge")
plt.bar(labels, p_small[i], width=0.4, align="edge")
plt.legend(["большая сеть", "малая сеть"])
plt.title(name)
plt.xlabel("цифра")
plt.ylabel("вероятность")
fig = plt.gcf()
