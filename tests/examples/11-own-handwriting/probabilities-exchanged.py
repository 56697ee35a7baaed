# /// example
# title = "Probabilities under the wrong name"
# kind = "wrong"
# extra = true
# [loses]
# probabilities = "exchanged"
# ///

# %% solution="probabilities"
batch = np.concatenate([prepare(path) for path in PHOTOGRAPHS])
p_large = small.predict(batch, verbose=0)
p_small = large.predict(batch, verbose=0)
differ = p_large.argmax(axis=1) != p_small.argmax(axis=1)
disagreements = [path for path, other in zip(PHOTOGRAPHS, differ) if other]
