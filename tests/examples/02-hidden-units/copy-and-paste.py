# /// example
# title = "No loop anywhere: each network, row and point copied; one-letter names; markers and line of its own axes"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    # each pixel / 255
    X = images.astype(float)
    X = X / 255
    X = X.reshape((len(X), 28, 28, 1))
    return X

# %% solution="test-accuracy"
def test_accuracy(model):
    p = model.predict(x_test)
    p = np.argmax(p, axis=1)
    n = 0
    i = 0
    while i < 10000:
        if p[i] == labels_test[i]:
            n = n + 1
        i = i + 1
    print("right:", n)
    return n / 10000

# %% solution="train"
def train(units, seed):
    keras.utils.set_random_seed(seed)
    m = keras.Sequential()
    m.add(keras.layers.Flatten())
    m.add(keras.layers.Dense(units))
    m.add(keras.layers.ReLU())
    m.add(keras.layers.Dense(10, activation="softmax"))
    m.build((None, 28, 28, 1))
    m.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    m.fit(x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE,
          validation_data=(x_train[:100], labels_train[:100]))
    return m

# %% solution="sweep"
m1 = train(1, 1)
m10 = train(10, 1)
m50 = train(50, 1)
m100 = train(100, 1)
m512 = train(512, 1)
models = {1: m1, 10: m10, 50: m50, 100: m100, 512: m512}

# %% solution="table"
a1 = test_accuracy(m1)
a10 = test_accuracy(m10)
a50 = test_accuracy(m50)
a100 = test_accuracy(m100)
a512 = test_accuracy(m512)
table = []
table.append([1, 784 * 1 + 1 + 1 * 10 + 10, a1])
table.append([10, 784 * 10 + 10 + 10 * 10 + 10, a10])
table.append([50, 784 * 50 + 50 + 50 * 10 + 10, a50])
table.append([100, 784 * 100 + 100 + 100 * 10 + 10, a100])
table.append([512, 784 * 512 + 512 + 512 * 10 + 10, a512])
table

# %% solution="figure"
plt.figure(figsize=(8, 5))
plt.bar("1", a1, color="r", label="1 unit (795 parameters)")
plt.bar("10", a10, color="orange", label="10 units (7960 parameters)")
plt.bar("50", a50, color="y", label="50 units (39760 parameters)")
plt.bar("100", a100, color="g", label="100 units (79510 parameters)")
plt.bar("512", a512, color="b", label="512 units (407050 parameters)")
plt.plot(["1", "10", "50", "100", "512"], [a1, a10, a50, a100, a512], "ko")
plt.legend(loc="lower left", bbox_to_anchor=(1, 0))
plt.xlabel("Hidden Units")
plt.ylabel("Accuracy")
plt.title("Accuracy vs. Hidden Units")
fig = plt.gcf()
plt.show()

# %% solution="repeats"
s2 = train(10, 2)
s3 = train(10, 3)
repeats = {1: m10, 2: s2, 3: s3}
b1 = a10
b2 = test_accuracy(s2)
b3 = test_accuracy(s3)
repeat_accuracies = {1: b1, 2: b2, 3: b3}
print(b1, b2, b3)
spread = max(b1, b2, b3) - min(b1, b2, b3)

# %% solution="gains"
g1 = (a10 - a1) / 9
g2 = (a50 - a10) / 40
g3 = (a100 - a50) / 50
g4 = (a512 - a100) / 412
gains = [g1, g2, g3, g4]
