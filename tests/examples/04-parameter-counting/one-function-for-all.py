# /// example
# title = "One function builds, trains, times and tests; later cells take its results; Korean"
# kind = "correct"
# extra = true
# ///

# %% solution="dense-params"
# 한 층의 가중치와 편향
dense_params = np.frompyfunc(lambda n_in, n_out: (n_in * n_out, n_out), 2, 1)

# %% solution="mlp-params"
def mlp_params(sizes):
    쌍 = np.lib.stride_tricks.sliding_window_view(np.array(sizes), 2)
    return 쌍.prod(axis=1).sum(), 쌍[:, 1].sum()

# %% solution="preprocess"
def preprocess(images):
    x = np.array(images, dtype="float32")
    np.divide(x, 255, out=x)
    np.subtract(x, 0.5, out=x)
    return x

# %% solution="build"
def 실험(너비, 씨앗=0, 배치=128, 반복=10):
    """모델을 만들고, 배우게 하고, 시험한다."""
    keras.utils.set_random_seed(씨앗)
    모델 = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Reshape((784,)),
            keras.layers.Dense(너비, "sigmoid", kernel_initializer="he_normal"),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(10),
            keras.layers.Activation("softmax"),
        ]
    )
    모델.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss=keras.losses.sparse_categorical_crossentropy,
        metrics=[keras.metrics.sparse_categorical_accuracy],
    )
    시작 = time.perf_counter()
    기록 = 모델.fit(
        x=preprocess(x_train), y=y_train, batch_size=배치, epochs=반복, validation_split=0.1, verbose=2
    )
    초 = time.perf_counter() - 시작
    마지막 = {이름: 값[-1] for 이름, 값 in 기록.history.items()}
    걸음 = 기록.params["steps"]
    return 모델, 기록, 초, {
        "width": 너비,
        "parameters": 모델.count_params(),
        "train": 마지막["sparse_categorical_accuracy"],
        "validation": 마지막["val_sparse_categorical_accuracy"],
        "test": 모델.evaluate(preprocess(x_test), y_test, verbose=0)[-1],
        "seconds_per_epoch": 초 / 반복,
        "ms_per_step": 초 / 반복 / 걸음 * 1000,
    }


large = 실험(너비=400)
small = 실험(너비=50)
large_model, small_model = large[0], small[0]

# %% solution="steps"
steps_per_epoch = large[1].params["steps"]

# %% solution="train"
_, large_history, large_seconds, 큰것 = large
_, small_history, small_seconds, 작은것 = small

# %% solution="results"
results = {"large": 큰것, "small": 작은것}
