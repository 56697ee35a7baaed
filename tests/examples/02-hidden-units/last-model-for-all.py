# /// example
# title = "The test accuracy of the last model stands in all rows"
# kind = "wrong"
# [loses]
# table-accuracies = "All rows have the same accuracy"
# ///

# %% solution="sweep"
models = {}
for units in UNITS:
    model = train(units, seed=1)
    models[units] = model

# %% solution="table"
table = []
for units in UNITS:
    table.append([units, models[units].count_params(), test_accuracy(model)])
