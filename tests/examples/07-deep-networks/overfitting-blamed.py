# /// example
# title = "Overfitting blamed, although the training accuracy is as low"
# kind = "wrong"
# [loses]
# diagnosis = "You blame overfitting"
# ///

# %% solution="train"
deep_histories = {
    name: model.fit(
        x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )
    for name, model in deep_models.items()
}

# %% solution="diagnosis"
diagnosis = "A"

# %% [markdown] answer="hypothesis"
# The networks have too many layers, so they learn the training digits by heart and overfit.
