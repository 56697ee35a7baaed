# /// example
# title = "Tables of pandas for the records, a dict of weights, counts in a confusion matrix, keyword arguments, Korean words"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    return np.einsum("i,i", inputs, weights)


def layer(inputs, weights):
    return np.tensordot(weights, inputs, axes=(0, 0))

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    은닉 = np.einsum("...i,ij->...j", inputs, weights_1)
    은닉 = np.where(은닉 > 0, 은닉, np.zeros_like(은닉))
    return 은닉, np.einsum("...j,jk->...k", 은닉, weights_2)


xor_1 = np.array([[1, 0], [0, 1]]) - np.array([[0, 1], [1, 0]])
xor_2 = np.array([[True], [True]])

# %% solution="descend"
import pandas as pd


def descend(weight, goal, x, alpha, steps):
    표 = []
    for 걸음 in range(steps):
        p = x * weight
        표.append({"w": weight - alpha * (p - goal) * x, "p": p, "e": (p - goal) ** 2})
        weight = 표[-1]["w"]
    return pd.DataFrame(표).iloc[-1].to_numpy()


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)
print(pd.DataFrame([run_1, run_01], index=["1", "0.1"], columns=["weight", "prediction", "error"]))

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    return np.add(weights, np.negative(alpha * (np.einsum("i,i", inputs, weights) - goal) * inputs))

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    h, o = forward(inputs=image, weights_1=weights_1, weights_2=weights_2)
    켜짐 = (h > 0).astype(h.dtype)
    return (
        np.einsum("i,j,jk,k->ij", image, 켜짐, weights_2, o - target, optimize=True),
        np.einsum("j,k->jk", h, o - target),
    )

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    h, o = forward(image, weights_1, weights_2)
    d = alpha * (o - target)
    e = (weights_2 @ d) * (h > 0)
    return weights_1 - image[:, None] * e, weights_2 - h[:, None] * d

# %% solution="train"
def 세기(x, y, w):
    """혼동 행렬: 행은 정답, 열은 대답."""
    표 = np.zeros((10, 10), dtype=int)
    np.add.at(표, (y, forward(x, **w)[1].argmax(axis=1)), 1)
    return 표


def 정확도(x, y, w):
    표 = 세기(x, y, w)
    return np.trace(표) / 표.sum()


w = {"weights_1": start_1, "weights_2": start_2}
기록 = pd.DataFrame(index=range(1, PASSES + 1), columns=["train", "valid"], dtype=float)
보관 = {}
for 번 in 기록.index:
    for i in range(1000):
        target = np.zeros(10, dtype="float32")
        target[y_train[i]] = 1
        w["weights_1"], w["weights_2"] = train_step(x_train[i], target, alpha=ALPHA, **w)
    기록.loc[번] = 정확도(x_train, y_train, w), 정확도(x_valid, y_valid, w)
    if 기록["valid"].idxmax() == 번:
        보관 = dict(w)
train_record, valid_record = 기록["train"].tolist(), 기록["valid"].to_list()
weights_1, weights_2 = w["weights_1"], w["weights_2"]
best_1, best_2 = 보관["weights_1"], 보관["weights_2"]
best_pass = 기록["valid"].idxmax()

# %% solution="figure"
ax = 기록.rename(columns={"train": "학습", "valid": "검증"}).plot(grid=True, ylim=(0.6, 1.0))
ax.set_xlabel("번")
ax.set_ylabel("정확도")
ax.plot(best_pass, 기록["valid"].max(), "o", color="black")
fig = ax.figure

# %% solution="test-digits"
test_last, test_best = (정확도(x_test, y_test, one) for one in (w, 보관))
