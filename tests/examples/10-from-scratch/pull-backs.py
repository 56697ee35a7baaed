# /// example
# title = "Functions that give a value and the way back, a coroutine that keeps the best, Japanese words, weights by products"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
# 重み付きの和
weighted_sum = lambda 入力, 重み: np.convolve(入力, 重み[::-1], mode="valid")[0]


def layer(入力, 重み):
    return np.add.reduce(np.diag(入力) @ 重み)

# %% solution="forward"
def 掛ける(x, w):
    """積と、誤差を戻す関数。"""
    return x @ w, lambda e: (e @ w.T, np.multiply.outer(x, e))


def 正だけ(z):
    return np.maximum(z, 0), lambda e: np.where(z > 0, e, 0)


def forward(inputs, weights_1, weights_2):
    (z, _) = 掛ける(inputs, weights_1)
    (h, _) = 正だけ(z)
    return h, 掛ける(h, weights_2)[0]


xor_1 = np.outer([1, -1], [1, -1])
xor_2 = np.full((2, 1), 1)

# %% solution="descend"
def 歩く(w, g, x, α):
    while True:
        p = x * w
        w = w - α * (p - g) * x
        yield w, p, (p - g) ** 2


def descend(weight, goal, x, alpha, steps):
    return next(itertools.islice(歩く(weight, goal, x, alpha), steps - 1, None))


import itertools

run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    p, 戻す = 掛ける(inputs, weights[:, np.newaxis])
    _, 傾き = 戻す(p - goal)
    return weights - alpha * 傾き.squeeze(axis=1)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    z, 戻す1 = 掛ける(image, weights_1)
    h, 戻すr = 正だけ(z)
    o, 戻す2 = 掛ける(h, weights_2)
    e, 傾き2 = 戻す2(o - target)
    _, 傾き1 = 戻す1(戻すr(e))
    return 傾き1, 傾き2

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    return tuple(
        w - alpha * g
        for w, g in zip((weights_1, weights_2), gradients(image, target, weights_1, weights_2))
    )

# %% solution="train"
def 最良():
    """値と重みを受け取り、今までで最も良いものを返す。"""
    一番 = None
    while True:
        候補 = yield 一番
        if 一番 is None or 候補["valid"] > 一番["valid"]:
            一番 = 候補


def 正解率(x, y, *w):
    return np.mean(np.argmax(forward(x, *w)[1], 1) == y, dtype="float64")


目標 = np.zeros((1000, 10), dtype="float32")
目標[range(1000), y_train] = 1
番人 = 最良()
next(番人)
w = start_1, start_2
記録 = {"train": [], "valid": []}
for 回 in range(1, PASSES + 1):
    for x, t in zip(x_train, 目標):
        w = train_step(x, t, *w, ALPHA)
    for 名, x, y in (("train", x_train, y_train), ("valid", x_valid, y_valid)):
        記録[名].append(正解率(x, y, *w))
    一番 = 番人.send({"valid": 記録["valid"][-1], "pass": 回, "weights": w})
番人.close()
train_record, valid_record = 記録.values()
(weights_1, weights_2), (best_1, best_2), best_pass = w, 一番["weights"], 一番["pass"]

# %% solution="figure"
fig, ax = plt.subplots()
for 名, 値 in 記録.items():
    ax.scatter(np.arange(1, PASSES + 1), 値, s=3, label=名)
ax.legend(markerscale=4)
ax.set_xlabel("回")
ax.set_ylabel("正解率")

# %% solution="test-digits"
test_last = 正解率(x_test, y_test, weights_1, weights_2)
test_best = 正解率(x_test, y_test, best_1, best_2)
