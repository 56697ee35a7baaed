# /// example
# title = "The two test accuracies are exchanged"
# kind = "wrong"
# extra = true
# [loses]
# test-accuracies = "Each number should be measured with its own weights"
# ///

# %% solution="test-digits"
test_best = accuracy(x_test, y_test, weights_1, weights_2)
test_last = accuracy(x_test, y_test, best_1, best_2)
