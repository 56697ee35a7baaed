# /// example
# title = "Logits with a loss function of its own, Adagrad and Adadelta, axes placed by hand, Korean names"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
from keras.losses import sparse_categorical_crossentropy


class 기록(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(self.model.name, epoch + 1, f"{logs['loss']:.3f}")


def loss_of_logits(정답, 로짓):
    return sparse_categorical_crossentropy(정답, 로짓, from_logits=True)


설정 = {
    "model_10": (10, keras.optimizers.Adagrad(0.1), 4),
    "model_512": (512, keras.optimizers.Adadelta(1.0), 2),
}
신경망 = {}
for 이름, (단위, 방법, 횟수) in 설정.items():
    입력 = keras.layers.Input((784,))
    은닉 = keras.layers.Activation("relu")(keras.layers.Dense(단위)(입력))
    출력 = keras.layers.Dense(10)(은닉)
    신경망[이름] = keras.Model(입력, 출력, name=이름)
    신경망[이름].compile(optimizer=방법, loss=loss_of_logits, metrics=["accuracy"])
    신경망[이름].fit(x_train, y_train, epochs=횟수, batch_size=100, verbose=0, callbacks=[기록()])
globals().update(신경망)

# %% solution="hidden-features"
def hidden_features(model):
    가중치 = model.get_weights()[0]
    그림 = np.empty((가중치.shape[1], 28, 28))
    for 행 in range(28):
        for 열 in range(28):
            그림[:, 행, 열] = 가중치[28 * 행 + 열]
    return 그림

# %% solution="ten-features"
특징 = hidden_features(model_10)
한계 = np.abs(특징).max()
fig_10 = plt.figure(figsize=(12, 6))
for 번호, 그림 in enumerate(특징):
    칸 = fig_10.add_axes([번호 % 5 * 0.19 + 0.02, 0.5 - 번호 // 5 * 0.48, 0.16, 0.4])
    칸.imshow(그림 / 한계, cmap="coolwarm", vmin=-1, vmax=1, aspect="auto", interpolation="bilinear")
    칸.tick_params(labelbottom=False, labelleft=False, length=0)
    칸.text(0.5, 1.03, f"단위 {번호}", transform=칸.transAxes, ha="center")
fig_10.savefig("특징.png")

# %% solution="sample"
특징 = hidden_features(model_512)
sample_units = {"임의": np.random.default_rng(0).choice(512, 20, replace=False)}["임의"].astype(float)
한계 = np.abs(특징).max() / 2
fig_512, 칸들 = plt.subplots(4, 5, figsize=(10, 9))
칸들 = iter(칸들.flat)
for 번호 in sample_units.astype(int):
    칸 = next(칸들)
    칸.imshow(특징[번호], cmap="coolwarm", vmin=-한계, vmax=한계)
    칸.set_title(f"단위 {번호}")
    칸.set_axis_off()

# %% solution="roughness"
from scipy import ndimage


def roughness(image):
    image = np.asarray(image, dtype=float)
    sums = 0
    for axis in (0, 1):
        difference = ndimage.correlate1d(image, [-1, 1], axis=axis, origin=0, mode="nearest")
        sums += (difference**2).sum()
    return sums / (2 * 27 * 28) / (2 * ndimage.variance(image))


roughness_10 = ndimage.mean([roughness(f) for f in hidden_features(model_10)])
roughness_512 = ndimage.mean([roughness(f) for f in hidden_features(model_512)])
