# /// example
# title = "Axis labels of the figure say the opposite of what is drawn"
# kind = "wrong"
# extra = true
# [loses]
# confusion-figure = "labels are swapped"
# ///

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots()
ax.imshow(np.log1p(matrix))
ax.set(title="Confusion matrix", xlabel="true digit", ylabel="predicted digit")
