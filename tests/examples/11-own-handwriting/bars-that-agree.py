# /// example
# title = "Bars of a photograph on which both agree"
# kind = "wrong"
# extra = true
# [loses]
# bars = "the networks agree"
# ///

# %% solution="bars"
number = next(i for i in range(26) if p_large[i].argmax() == p_small[i].argmax())
fig, axis = plt.subplots(figsize=(7, 3))
axis.bar(np.arange(10) - 0.2, p_large[number], width=0.4, label="large")
axis.bar(np.arange(10) + 0.2, p_small[number], width=0.4, label="small")
axis.set_xlabel("digit")
axis.set_ylabel("probability")
axis.set_title(PHOTOGRAPHS[number])
axis.legend()
