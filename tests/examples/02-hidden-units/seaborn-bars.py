# /// example
# title = "Bars of seaborn over categories, scikit-learn's accuracy, rows made by pandas"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
MEAN, DEVIATION = images_train.mean(), images_train.std()


def preprocess(images):
    return ((images - MEAN) / DEVIATION).astype(np.float32)

# %% solution="test-accuracy"
from sklearn.metrics import accuracy_score


def test_accuracy(model):
    return accuracy_score(labels_test, model.predict(x_test, verbose=0).argmax(axis=1))

# %% solution="train"
def train(units, seed):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((28, 28))
    flat = keras.layers.Reshape((784,))(inputs)
    hidden = keras.layers.ReLU()(keras.layers.Dense(units)(flat))
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(hidden))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    model.fit(x_train, labels_train, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0)
    return model

# %% solution="table"
import pandas as pd

frame = pd.DataFrame({"units": UNITS})
frame["parameters"] = [models[n].count_params() for n in UNITS]
frame["accuracy"] = [test_accuracy(models[n]) for n in UNITS]
table = frame.astype(object).values.tolist()

# %% solution="figure"
import seaborn as sns

fig, ax = plt.subplots()
sns.barplot(frame, x="units", y="accuracy", color="steelblue", ax=ax)
ax.set_title("Accuracy by number of hidden units")

# %% solution="gains"
gains = (frame["accuracy"].diff() / frame["units"].diff()).dropna().tolist()
