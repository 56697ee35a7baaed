# /// example
# title = "The conclusion is that more is always better"
# kind = "wrong"
# [loses]
# conclusion = "more is always better"
# ///

# %% solution="conclusion"
conclusion = "B"

# %% [markdown] answer="observation"
# The more hidden units, the higher the accuracy. So one should always take as many units as
# possible: with 100,000 units the network would make no mistakes any more.
