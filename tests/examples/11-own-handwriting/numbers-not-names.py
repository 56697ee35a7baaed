# /// example
# title = "Numbers of photographs instead of entries"
# kind = "wrong"
# extra = true
# [loses]
# disagreements = "entries of PHOTOGRAPHS"
# ///

# %% solution="probabilities"
batch = np.concatenate([prepare(path) for path in PHOTOGRAPHS])
p_large = large.predict(batch, verbose=0)
p_small = small.predict(batch, verbose=0)
disagreements = [i for i in range(26) if p_large[i].argmax() != p_small[i].argmax()]

# %% solution="bars"
number = disagreements[0]
fig, axis = plt.subplots(figsize=(7, 3))
axis.bar(np.arange(10) - 0.2, p_large[number], width=0.4, label="large")
axis.bar(np.arange(10) + 0.2, p_small[number], width=0.4, label="small")
axis.set_xlabel("digit")
axis.set_ylabel("probability")
axis.set_title(PHOTOGRAPHS[number])
axis.legend()
