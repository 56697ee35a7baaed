# /// example
# title = "NumPy's number types everywhere, dictionaries of data, Chinese comments"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# 每一层：权重 = 输入 × 单元，偏置 = 单元
每层 = np.array([[784, 400], [400, 10]])
one_hidden = {
    "weights": np.prod(每层, axis=1).sum(),
    "biases": 每层[:, 1].sum(),
    "total": np.int32(318010),
}

# %% solution="dense-params"
def dense_params(n_in, n_out):
    # 返回数组也可以
    weights, biases = np.multiply(n_in, n_out), np.asarray(n_out)[()]
    return np.stack([weights, biases])

# %% solution="mlp-params"
def mlp_params(sizes):
    s = np.asarray(sizes, dtype=np.int64)
    return s[:-1].dot(s[1:]), s[1:].sum()

# %% solution="deeper"
totals = {}
for 名字, 大小 in [
    ("784-512-10", [784, 512, 10]),
    ("784-60-10", [784, 60, 10]),
    ("784-64-64-10", [784, 64, 64, 10]),
    ("784-(4 x 400)-10", np.r_[784, np.full(4, 400), 10]),
    ("784-(11 x 9)-10", np.r_[784, np.full(11, 9), 10]),
]:
    totals[名字] = np.sum(mlp_params(大小))

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    # 一个滤波器看见所有通道
    return np.array([np.prod([kernel, kernel, channels_in, filters]), filters], dtype=np.int64)

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    return np.floor_divide(size + 2 * padding - kernel, stride) + np.int64(1)

# %% solution="cnn-by-hand"
边1 = output_size(output_size(28, 3, 1, 0), 2, 2, 0)
边2 = output_size(output_size(output_size(output_size(28, 5, 1, 0), 2, 2, 0), 3, 1, 0), 2, 2, 0)
cnn_1 = {
    "conv": conv2d_params(3, 1, 28).sum(),
    "dense_128": dense_params(边1**2 * 28, 128).sum(),
    "dense_10": dense_params(128, 10).sum(),
}
cnn_1["total"] = np.sum(list(cnn_1.values()))
cnn_2 = {
    "conv_5x5": conv2d_params(5, 1, 32).sum(),
    "conv_3x3": conv2d_params(3, 32, 32).sum(),
    "dense_128": dense_params(边2**2 * 32, 128).sum(),
    "dense_10": dense_params(128, 10).sum(),
}
cnn_2["total"] = np.sum(list(cnn_2.values()))

# %% solution="widths"
宽 = np.arange(1, 2000)
数 = 795 * 宽 + 10
smallest_large_width = int(宽[数 >= 300_000].min())
largest_small_width = int(宽[数 < 50_000].max())

# %% solution="steps"
steps_per_epoch = np.ceil(np.float64(len(x_train)) * 0.9 / 128)

# %% solution="train"
# 数据放在字典里
数据 = {"train": (preprocess(x_train), y_train), "test": (preprocess(x_test), y_test)}
时间 = {}
记录 = {}
for 名字, 模型 in {"large": large_model, "small": small_model}.items():
    开始 = time.time()
    记录[名字] = 模型.fit(*数据["train"], batch_size=128, epochs=10, validation_split=0.1, verbose=0)
    时间[名字] = np.float64(time.time() - 开始)
large_history, small_history = 记录["large"], 记录["small"]
large_seconds, small_seconds = 时间["large"], 时间["small"]

# %% solution="results"
results = {}
for 名字, 模型 in {"large": large_model, "small": small_model}.items():
    results[名字] = {
        "width": np.int64(模型.layers[0].units),
        "parameters": np.sum([np.prod(w.shape) for w in 模型.get_weights()]),
        "train": np.float32(记录[名字].history["accuracy"][-1]),
        "validation": np.float32(记录[名字].history["val_accuracy"][-1]),
        "test": np.mean(模型.predict(数据["test"][0], verbose=0).argmax(1) == y_test),
        "seconds_per_epoch": 时间[名字] / 10,
        "ms_per_step": 时间[名字] / 10 / steps_per_epoch * 1000,
    }
