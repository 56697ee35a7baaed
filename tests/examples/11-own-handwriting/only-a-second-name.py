# /// example
# title = "again is only a second name"
# kind = "wrong"
# [loses]
# save-and-load = "no file was loaded"
# ///

# %% solution="save-and-load"
again = fresh
