# /// example
# title = "Built anew instead of loaded"
# kind = "wrong"
# extra = true
# [loses]
# save-and-load = "new random weights"
# ///

# %% solution="save-and-load"
again = keras.models.clone_model(fresh)
