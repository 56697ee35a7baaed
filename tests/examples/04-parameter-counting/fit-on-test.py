# /// example
# title = "fit called on the test digits"
# kind = "wrong"
# extra = true
# [loses]
# training = "Did you call fit on the test set?"
# ///

# %% solution="train"
settings = {"batch_size": 128, "epochs": 10, "validation_split": 0.1, "verbose": 0}
start = time.perf_counter()
large_history = large_model.fit(preprocess(x_test), y_test, **settings)
large_seconds = time.perf_counter() - start
start = time.perf_counter()
small_history = small_model.fit(preprocess(x_test), y_test, **settings)
small_seconds = time.perf_counter() - start

# %% solution="results"
results = {}
for name, model, history, seconds in (
    ("large", large_model, large_history, large_seconds),
    ("small", small_model, small_history, small_seconds),
):
    results[name] = {
        "width": model.layers[0].units,
        "parameters": model.count_params(),
        "train": history.history["accuracy"][-1],
        "validation": history.history["val_accuracy"][-1],
        "test": model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
        "seconds_per_epoch": seconds / 10,
        "ms_per_step": 1000 * seconds / 10 / history.params["steps"],
    }
