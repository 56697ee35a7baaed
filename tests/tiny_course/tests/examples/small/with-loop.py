# /// example
# title = "Doubles in a loop, list comprehension, other plot"
# kind = "correct"
# ///

# %% solution="number"
x = 5

# %% solution="double"
def double(values):
    flat = [value + value for value in np.ravel(values)]
    return np.array(flat).reshape(np.shape(values))

# %% solution="picture"
import matplotlib.pyplot as plt

fig = plt.figure()
plt.scatter([0, 1], [0, 2])
plt.xlabel("value")
