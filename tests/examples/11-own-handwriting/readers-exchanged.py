# /// example
# title = "The two files are exchanged"
# kind = "wrong"
# extra = true
# [loses]
# readers = "exchanged"
# reading = "113,898"
# ///

# %% solution="readers"
large = keras.models.load_model("handwriting/reader-small.keras")
small = keras.models.load_model("handwriting/reader-large.keras")
