# /// example
# title = "Networks built but not trained"
# kind = "wrong"
# extra = true
# [loses]
# network-10 = "untrained"
# network-512 = "untrained"
# ///

# %% solution="networks"
model_10, model_512 = (
    keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    for units in (10, 512)
)
for network in (model_10, model_512):
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
