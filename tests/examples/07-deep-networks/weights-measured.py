# /// example
# title = "Norms of the weights instead of their gradients"
# kind = "wrong"
# [loses]
# gradient-norms = "norms of the weights themselves"
# norms = "does not fit fresh"
# ///

# %% solution="train"
deep_histories = {
    name: model.fit(
        x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )
    for name, model in deep_models.items()
}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    return [float(tf.norm(layer.kernel)) for layer in model.layers if hasattr(layer, "kernel")]
