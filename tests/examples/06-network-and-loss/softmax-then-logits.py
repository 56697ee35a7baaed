# /// example
# title = "A softmax output and from_logits=True"
# kind = "wrong"
# [loses]
# loss = "applies softmax to the outputs"
# ///

# %% solution="train"
loss_function = keras.losses.CategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
history = model.fit(
    x_train, one_hot(y_train, 10), batch_size=128, epochs=10, validation_split=0.1, verbose=0
)
