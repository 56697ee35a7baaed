# /// example
# title = "Trained with binary cross-entropy"
# kind = "wrong"
# [loses]
# loss = "binary cross-entropy"
# accuracy = "look at the loss"
# ///

# %% solution="train"
loss_function = "binary_crossentropy"
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
history = model.fit(
    x_train, one_hot(y_train, 10), batch_size=128, epochs=10, validation_split=0.1, verbose=0
)
