# /// example
# title = "x_train is divided by 255, preprocess does not divide"
# kind = "wrong"
# extra = true
# [loses]
# preprocess-agrees = "New digits must be scaled exactly like"
# ///

# %% solution="prepare"
def preprocess(images):
    return images[..., np.newaxis].astype("float32")


x_train = preprocess(train_images) / 255
x_test = preprocess(test_images)

# %% solution="train"
rate = keras.optimizers.schedules.CosineDecay(0.003, 2 * 938)
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)
