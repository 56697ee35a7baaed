# /// example
# title = "Believes that dividing by 255 makes each pixel black or white"
# kind = "wrong"
# extra = true
# [loses]
# greys-remain = "becomes black or white"
# ///

# %% solution="scaling"
range_after = (0, 1)
pixel_102_after = 0
distinct_values = 2
