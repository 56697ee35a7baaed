# /// example
# title = "Three runs with the same seed"
# kind = "wrong"
# extra = true
# [loses]
# repeats = "have the same weights"
# ///

# %% solution="repeats"
repeats = {seed: train(10, seed=1) for seed in (1, 2, 3)}
repeat_accuracies = {seed: test_accuracy(model) for seed, model in repeats.items()}
spread = max(repeat_accuracies.values()) - min(repeat_accuracies.values())
