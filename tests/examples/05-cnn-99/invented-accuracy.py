# /// example
# title = "An accuracy is stated that the model does not have"
# kind = "wrong"
# extra = true
# [loses]
# claimed-accuracy = "not the share of your predictions"
# ///

# %% solution="measure"
predictions = np.argmax(model.predict(x_test, verbose=0), axis=1)
test_accuracy = 0.9967
