# /// example
# title = "A second training on the test digits, under other names and inside a function"
# kind = "wrong"
# extra = true
# [loses]
# training = "A model is trained on the test digits"
# ///

# %% solution="train"
def learn(network, pictures, answers, passes):
    begin = time.perf_counter()
    record = network.fit(
        pictures, answers, batch_size=128, epochs=passes, validation_split=0.1, verbose=0
    )
    return record, time.perf_counter() - begin


new_digits, new_labels = preprocess(x_test), y_test
large_history, large_seconds = learn(large_model, preprocess(x_train), y_train, 10)
small_history, small_seconds = learn(small_model, preprocess(x_train), y_train, 10)
extra = new_digits[:5000]
learn(small_model, extra, new_labels[:5000], 1)
