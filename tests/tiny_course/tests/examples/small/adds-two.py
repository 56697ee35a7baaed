# /// example
# title = "Adds two instead of doubling"
# kind = "wrong"
# [loses]
# double = "you add 2"
# ///

# %% solution="double"
def double(values):
    return values + 2
