# /// example
# title = "Norms of the weights instead of their gradients"
# kind = "wrong"
# [loses]
# gradient-norms = "norms of the weights themselves"
# norms = "does not fit fresh"
# ///

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    return [float(tf.norm(layer.kernel)) for layer in model.layers if hasattr(layer, "kernel")]
