# /// example
# title = "Overfitting blamed, although the training accuracy is as low"
# kind = "wrong"
# [loses]
# diagnosis = "You blame overfitting"
# ///

# %% solution="diagnosis"
diagnosis = "A"

# %% [markdown] answer="hypothesis"
# The networks have too many layers, so they learn the training digits by heart and overfit.
