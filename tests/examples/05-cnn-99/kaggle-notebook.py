# /// example
# title = "ImageDataGenerator, a checkpoint read again, star imports, scikit-learn's display, %%time"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
%matplotlib inline
import os
import seaborn as sns
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping, LearningRateScheduler, ModelCheckpoint
from tensorflow.keras.layers import *
from tensorflow.keras.models import Sequential, load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical

sns.set(style="white", context="notebook", palette="deep")
np.random.seed(2)


def preprocess(images):
    X = images.reshape(images.shape[0], 28, 28, 1)
    X = X.astype("float32")
    X /= 255.0
    return X


x_train = preprocess(train_images)
x_test = preprocess(test_images)
Y = to_categorical(train_labels, num_classes=10)
X_tr, X_val, Y_tr, Y_val = train_test_split(x_train, Y, test_size=0.1, random_state=2)

# %% solution="build"
model = Sequential()
model.add(Conv2D(16, (5, 5), activation="relu", input_shape=(28, 28, 1)))
model.add(MaxPool2D(pool_size=(2, 2)))
model.add(Conv2D(32, (5, 5), activation="relu"))
model.add(MaxPool2D(pool_size=(2, 2), strides=(2, 2)))
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dropout(0.3))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

# %% solution="train"
%%time
datagen = ImageDataGenerator(width_shift_range=0.04, height_shift_range=0.04)
callbacks = [
    ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True),
    LearningRateScheduler(lambda epoch: 2e-3 * 0.4**epoch, verbose=1),
    EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True),
]
history = model.fit(
    datagen.flow(X_tr, Y_tr, batch_size=64),
    epochs=4,
    validation_data=(X_val, Y_val),
    callbacks=callbacks,
    verbose=2,
)
model = load_model("best.keras")
os.remove("best.keras")

# %% solution="measure"
Y_pred = model.predict(x_test)
predictions = np.argmax(Y_pred, axis=1)
test_accuracy = accuracy_score(test_labels, predictions)

# %% solution="confusion"
def confusion(labels, predictions):
    return confusion_matrix(labels, predictions, labels=range(10))

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
display = ConfusionMatrixDisplay(matrix, display_labels=np.arange(10))
display.plot(cmap=plt.cm.Blues, colorbar=False)
display.ax_.set_title("Confusion matrix")
fig = display.figure_

# %% solution="dense"
dense_model = Sequential([Flatten(), Dense(60, activation="relu"), Dense(10, activation="softmax")])
dense_model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, Y, batch_size=128, epochs=5, verbose=0, validation_split=0.1,
                callbacks=[EarlyStopping(patience=1)])
dense_accuracy = dense_model.evaluate(x_test, to_categorical(test_labels), verbose=0)[-1]
!echo done
print(f"CNN {test_accuracy:.4f} ({model.count_params()}), dense {dense_accuracy:.4f} ({dense_model.count_params()})")
