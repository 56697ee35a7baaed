# /// example
# title = "Softmax along the wrong axis"
# kind = "wrong"
# extra = true
# [loses]
# softmax-values = "columns add up to 1"
# softmax-large = "other numbers come out"
# ///

# %% solution="softmax"
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=0))
    return powers / powers.sum(axis=0, keepdims=True)
