# /// example
# title = "Accuracy is measured on the training digits"
# kind = "wrong"
# extra = true
# [loses]
# measure = "counted on the training digits"
# ///

# %% solution="test-accuracy"
def test_accuracy(model):
    answers = np.argmax(model.predict(x_train, batch_size=1000, verbose=0), axis=1)
    return float(np.mean(answers == labels_train))
