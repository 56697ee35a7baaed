# /// example
# title = "The factor chosen with the test digits"
# kind = "wrong"
# [loses]
# choose = "chosen with the test digits"
# ///

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="choose"
on_test = []
for row in networks:
    shares = [np.mean(model.predict(x_test, verbose=0).argmax(axis=1) == y_test) for model in row]
    on_test.append(np.mean(shares))
best = int(np.argmax(on_test))
