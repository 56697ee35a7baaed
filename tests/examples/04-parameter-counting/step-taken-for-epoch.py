# /// example
# title = "The time of a step reported as the time of an epoch"
# kind = "wrong"
# [loses]
# results = "This is the time of one step"
# ///

# %% solution="results"
results = {}
for name, model, history in (
    ("large", large_model, large_history),
    ("small", small_model, small_history),
):
    results[name] = {
        "width": model.layers[0].units,
        "parameters": model.count_params(),
        "train": history.history["accuracy"][-1],
        "validation": history.history["val_accuracy"][-1],
        "test": model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
        # "422/422 - 1s - 2ms/step": each epoch took 2 ms.
        "seconds_per_epoch": 0.002,
        "ms_per_step": 2,
    }
