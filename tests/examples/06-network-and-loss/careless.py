# /// example
# title = "Slow learning rate, test digits for validation, curves under exchanged names, no axis names"
# kind = "wrong"
# extra = true
# [loses]
# training = "The test digits are used for validation"
# accuracy = "look at the loss, at the learning rate"
# curves = "under the name 'validation'"
# axes = "The x axis has no name"
# ///

# %% solution="train"
loss_function = "categorical_crossentropy"
model.compile(optimizer=keras.optimizers.SGD(0.01), loss=loss_function, metrics=["accuracy"])
history = model.fit(
    x_train,
    one_hot(y_train, 10),
    batch_size=128,
    epochs=10,
    validation_data=(x_test, one_hot(y_test, 10)),
    verbose=0,
)

# %% solution="figure"
fig, ax = plt.subplots()
ax.plot(range(1, 11), history.history["val_accuracy"], label="training")
ax.plot(range(1, 11), history.history["accuracy"], label="validation")
ax.legend()
