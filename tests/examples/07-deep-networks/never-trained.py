# /// example
# title = "The three deep networks were built again after training"
# kind = "wrong"
# extra = true
# [loses]
# trained = "is as high as before training"
# ///

# %% solution="train"
deep_histories = {
    name: deep_network(9, seed=1).fit(
        x_train[:2000], labels_train[:2000], epochs=1, validation_split=0.1, verbose=0
    )
    for name in deep_models
}
