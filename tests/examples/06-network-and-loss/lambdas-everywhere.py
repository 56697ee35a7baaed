# /// example
# title = "Lambdas, walrus, reduce, scatter plot, Russian comments, targets by to_categorical"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
# словари со всеми числами сразу
layer_inputs, layer_outputs, layer_parameters = (
    dict(hidden_1=784.0, hidden_2=64.0, output=64.0),
    dict(hidden_1=64, hidden_2=64, output=10),
    dict(hidden_1=50240, hidden_2=4160, output=650, total=50240 + 4160 + 650),
)

# %% solution="model"
stack = [keras.layers.Input(shape=(784,))]
stack += [keras.layers.Dense(64, activation=keras.activations.relu) for _ in range(2)]
stack += [keras.layers.Dense(10), keras.layers.Activation("softmax")]
model = keras.models.Sequential(stack)

# %% solution="forward"
from functools import reduce

step = lambda x, pair: np.maximum(0, x) @ pair[0] + pair[1]
forward = lambda weights, inputs: reduce(
    step, zip(weights[2::2], weights[3::2]), inputs @ weights[0] + weights[1]
)

# %% solution="softmax"
softmax = lambda logits: (e := np.exp(logits - logits.max(axis=1)[:, None])) / e.sum(axis=1)[:, None]

# %% solution="cross-entropy"
one_hot = lambda labels, classes: np.identity(classes, dtype=int)[np.asarray(labels, dtype=int)]
cross_entropy = lambda probabilities, targets: -np.log(
    np.fmax(np.einsum("ij,ij->i", probabilities, targets.astype(float)), 1e-7)
).mean()

# %% solution="from-logits"
logsumexp = lambda z: (c := z.max(axis=1)) + np.log(np.exp(z - c[:, None]).sum(axis=1))
cross_entropy_from_logits = lambda logits, targets: float(
    (logsumexp(logits) - np.take_along_axis(logits, targets.argmax(1)[:, None], 1)[:, 0]).mean()
)
sure_and_right = cross_entropy_from_logits(*2 * [one_hot([0], 10)])

# %% solution="train"
to_categorical = keras.utils.to_categorical
loss_function = keras.losses.get("categorical_crossentropy")
model.compile(loss=loss_function, optimizer=keras.optimizers.SGD(0.1), metrics=["categorical_accuracy"])
history = model.fit(
    x_train, to_categorical(y_train), validation_split=0.1, batch_size=128, epochs=10, verbose=0
)

# %% solution="figure"
fig = plt.figure()
axes = fig.add_subplot(111)
axes.scatter(range(10), history.history["categorical_accuracy"], label="обучение")
axes.scatter(range(10), history.history["val_categorical_accuracy"], label="проверка", marker="x")
axes.set(xlabel="эпоха", ylabel="доля верных ответов", title="обучение")
fig.legend(loc="upper left")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = loss_function(to_categorical(y_batch, 10), model(x_batch)).numpy().mean()
