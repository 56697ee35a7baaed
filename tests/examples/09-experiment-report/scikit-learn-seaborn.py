# /// example
# title = "Curves and a heatmap by seaborn, confusion matrices by scikit-learn"
# kind = "correct"
# extra = true
# ///

# %% solution="curves"
import pandas as pd
import seaborn as sns

sns.set_theme(style="whitegrid")
curves = pd.concat(
    pd.DataFrame(
        {
            "epoch": range(1, EPOCHS + 1),
            "accuracy": history.history[key],
            "digits": digits,
            "network": f"{layers} x {units}",
        }
    )
    for (units, layers), history in zip(PLAN, histories)
    for key, digits in [("accuracy", "training"), ("val_accuracy", "validation")]
)
fig_curves, axes = plt.subplots(figsize=(9, 6))
sns.lineplot(curves, x="epoch", y="accuracy", hue="network", style="digits", ax=axes)
axes.set_title("Accuracy of each network after each epoch")

# %% solution="matrices"
from sklearn.metrics import confusion_matrix

matrix_train = confusion_matrix(y_train, train_predictions)
matrix_test = confusion_matrix(y_test, test_predictions)

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(12, 5))
for ax, matrix, title in zip(axes, (matrix_train, matrix_test), ("Training digits", "Test digits")):
    shares = matrix / matrix.sum(axis=1, keepdims=True)
    sns.heatmap(shares, vmax=0.02, square=True, cmap="rocket_r", ax=ax)
    ax.set(title=title, xlabel="predicted", ylabel="true")
