# /// example
# title = "Misread photographs instead of disagreements"
# kind = "wrong"
# extra = true
# [loses]
# disagreements = "whose two answers differ"
# ///

# %% solution="probabilities"
batch = np.concatenate([prepare(path) for path in PHOTOGRAPHS])
p_large = large.predict(batch, verbose=0)
p_small = small.predict(batch, verbose=0)
truth = true_digits()
disagreements = [path for path, p in zip(PHOTOGRAPHS, p_large) if p.argmax() != truth[path]]
