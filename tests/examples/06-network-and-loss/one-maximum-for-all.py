# /// example
# title = "One number is subtracted from the logits of all images"
# kind = "wrong"
# extra = true
# [loses]
# softmax-large = "each row needs its own"
# ///

# %% solution="softmax"
def softmax(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum(axis=1, keepdims=True)
