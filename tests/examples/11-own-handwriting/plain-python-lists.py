# /// example
# title = "Pure Python: nested lists instead of arrays until the end, single bars in a loop of categories"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
from statistics import median


def prepare(path):
    photo = read_photo(path).tolist()
    paper = median(v for line in photo for v in line)
    ink = [[max(paper - v, 0) for v in line] for line in photo]
    most = max(map(max, ink))
    ys = [y for y, line in enumerate(ink) if max(line) > 0.4 * most]
    xs = [x for x, column in enumerate(zip(*ink)) if max(column) > 0.4 * most]
    ink = [line[min(xs) : max(xs) + 1] for line in ink[min(ys) : max(ys) + 1]]
    height, width = len(ink), len(ink[0])
    factor = max(height, width) / 20
    high, wide = max(1, round(height / factor)), max(1, round(width / factor))

    def mean_of(y, x):
        """Mean ink of the pixels of the photograph that become pixel y, x."""
        lines = ink[int(y * height / high) : max(int((y + 1) * height / high), int(y * height / high) + 1)]
        a, b = int(x * width / wide), int((x + 1) * width / wide)
        values = [v for line in lines for v in line[a : max(b, a + 1)]]
        return sum(values) / len(values)

    little = [[mean_of(y, x) for x in range(wide)] for y in range(high)]
    top = max(map(max, little))
    little = [[v / top if v > 0.1 * top else 0.0 for v in line] for line in little]
    total = sum(map(sum, little))
    middle_y = sum(y * v for y, line in enumerate(little) for v in line) / total
    middle_x = sum(x * v for line in little for x, v in enumerate(line)) / total
    down, across = round(13.5 - middle_y), round(13.5 - middle_x)
    image = [[[0.0] for _ in range(28)] for _ in range(28)]
    for y in range(high):
        for x in range(wide):
            if 0 <= y + down < 28 and 0 <= x + across < 28:
                image[y + down][x + across] = [little[y][x]]
    return np.array([image], dtype=np.float32)

# %% solution="probabilities"
p_large, p_small, disagreements = [], [], []
for photograph in PHOTOGRAPHS:
    one = large(prepare(photograph)).numpy().tolist()[0]
    two = small(prepare(photograph)).numpy().tolist()[0]
    p_large += [one]
    p_small += [two]
    if one.index(max(one)) != two.index(max(two)):
        disagreements += [photograph]

# %% solution="bars"
digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
photograph = disagreements[0]
one, two = p_large[PHOTOGRAPHS.index(photograph)], p_small[PHOTOGRAPHS.index(photograph)]
fig, (upper, lower) = plt.subplots(2, 1, sharex=True)
for d in range(10):
    upper.bar(digits[d], one[d], color="teal", label="large" if d == 0 else "_")
    lower.bar(digits[d], two[d], color="salmon", label="small" if d == 0 else "_")
upper.legend()
lower.legend()
lower.set_xlabel("digit")
fig.supylabel("probability")
upper.set_title(photograph)
