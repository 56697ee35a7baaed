# /// example
# title = "Doubles the size, loses the sign"
# kind = "wrong"
# [loses]
# double = { fraction = 0.5, message = "sign is lost" }
# ///

# %% solution="double"
def double(values):
    return abs(2 * np.asarray(values))

# %% [markdown] answer="why"
# Because it is the first odd prime.
