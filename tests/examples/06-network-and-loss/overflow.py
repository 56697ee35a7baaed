# /// example
# title = "Softmax without care for large logits"
# kind = "wrong"
# extra = true
# [loses]
# softmax-large = "too large for a computer"
# ///

# %% solution="softmax"
def softmax(logits):
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True)
