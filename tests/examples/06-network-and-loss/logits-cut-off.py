# /// example
# title = "The loss from logits goes by way of probabilities"
# kind = "wrong"
# extra = true
# [loses]
# from-logits = "is cut off"
# ///

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    return cross_entropy(softmax(logits), targets)


sure_and_right = cross_entropy_from_logits(np.eye(1, 10), np.eye(1, 10))
