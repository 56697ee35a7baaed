# /// example
# title = "Every image as a batch of one, two-dimensional everywhere, Chinese comments, pandas plot"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
# 加权和：逐个相乘再相加
def weighted_sum(inputs, weights):
    return np.multiply(inputs, weights).sum()


def layer(inputs, weights):
    return (inputs[:, np.newaxis] * weights).sum(axis=0)

# %% solution="forward"
def relu(x):
    return x * (x > 0)


def forward(inputs, weights_1, weights_2):
    隐藏 = relu(np.matmul(inputs, weights_1))
    输出 = np.matmul(隐藏, weights_2)
    return 隐藏, 输出


# 用手找到的权重
xor_1 = np.array([[3.0, -3.0], [-3.0, 3.0]])
xor_2 = np.array([[1 / 3], [1 / 3]])
for 甲 in (0, 1):
    for 乙 in (0, 1):
        print(甲, 乙, forward(np.array([[甲, 乙]]), xor_1, xor_2)[1].item())

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    step = 0
    while True:
        prediction = weight * x
        error = (goal - prediction) ** 2
        weight += alpha * (goal - prediction) * x
        step += 1
        if step == steps:
            return [weight, prediction, error]


run_1 = np.array(descend(0.5, 0.8, 0.5, 1, 20))
run_01 = np.array(descend(0.5, 0.8, 0.5, 1 / 10, 20))

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    x, t = np.atleast_2d(image), np.atleast_2d(target)  # 一行就是一张图
    z = x @ weights_1
    h = relu(z)
    delta = h @ weights_2 - t
    back = delta @ weights_2.T * (z > 0).astype(delta.dtype)
    return x.T @ back, h.T @ delta

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    gradient = gradients(image, target, weights_1, weights_2)
    new = []
    for w, g in zip((weights_1, weights_2), gradient):
        new.append(np.subtract(w, np.multiply(alpha, g)))
    return tuple(new)

# %% solution="train"
目标 = np.eye(10, dtype="float32")[y_train]
w = (start_1.copy(), start_2.copy())
所有 = []
train_record, valid_record = [], []


def 正确率(x, y, w):
    return np.count_nonzero(np.argmax(forward(x, *w)[1], axis=1) == y) / len(y)


for 轮 in range(PASSES):
    for i in range(len(x_train)):
        w = train_step(x_train[i : i + 1], 目标[i : i + 1], w[0], w[1], ALPHA)
    所有.append(w)
    train_record.append(正确率(x_train, y_train, w))
    valid_record.append(正确率(x_valid, y_valid, w))
weights_1, weights_2 = 所有[-1]
best_pass = 1 + max(range(PASSES), key=lambda i: valid_record[i])
best_1, best_2 = 所有[best_pass - 1]
所有.clear()

# %% solution="figure"
import pandas as pd

表 = pd.DataFrame({"训练": train_record, "验证": valid_record}, index=range(1, PASSES + 1))
fig = 表.plot(xlabel="轮", ylabel="正确率", figsize=(7, 4)).figure

# %% solution="test-digits"
test_last = 正确率(x_test, y_test, (weights_1, weights_2))
test_best = 正确率(x_test, y_test, (best_1, best_2))
