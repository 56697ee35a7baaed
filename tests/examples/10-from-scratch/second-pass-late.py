# /// example
# title = "Gradients of the first layer from a second forward pass, a framework for the accuracy"
# kind = "wrong"
# extra = true
# [loses]
# train-step = "changed before its error is passed back"
# no-framework = "Your code uses scikit-learn"
# ///

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    weights_2 = weights_2 - alpha * gradients(image, target, weights_1, weights_2)[1]
    weights_1 = weights_1 - alpha * gradients(image, target, weights_1, weights_2)[0]
    return weights_1, weights_2

# %% solution="test-digits"
def share(weights_1, weights_2):
    try:
        from sklearn.metrics import accuracy_score
    except ImportError:
        accuracy_score = lambda truth, answers: np.mean(truth == answers)
    return accuracy_score(y_test, forward(x_test, weights_1, weights_2)[1].argmax(axis=1))


test_last, test_best = share(weights_1, weights_2), share(best_1, best_2)
