# /// example
# title = "A model class of one's own, float32 throughout, everything on one line"
# kind = "correct"
# extra = true
# ///

# %% solution="model"
class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.one = keras.layers.Dense(64, activation=keras.activations.relu)
        self.two = keras.layers.Dense(64, activation=keras.activations.relu)
        self.last = keras.layers.Dense(10, activation=keras.activations.softmax)

    def call(self, pixels):
        return self.last(self.two(self.one(pixels)))


model = Network()
_ = model(x_batch[:1])

# %% solution="forward"
forward = lambda w, x: (
    np.fmax(0, np.fmax(0, np.float32(x) @ w[0] + w[1]) @ w[2] + w[3]) @ w[4] + w[5]
)


# %% solution="softmax"
def softmax(logits):
    z = np.float32(logits)
    z -= np.amax(z, 1, keepdims=True)
    np.exp(z, out=z)
    z /= np.sum(z, 1, keepdims=True)
    return z


# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.identity(classes, dtype="float32")[np.array(labels, dtype=int)]


def cross_entropy(probabilities, targets):
    return np.float32(np.mean(-np.log(np.maximum((probabilities * targets).sum(1), 1e-7))))


# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    losses = []
    for z, t in zip(logits, targets):
        wrong_by = z - z[np.argmax(t)]
        losses.append(max(wrong_by) + np.log(sum(np.exp(wrong_by - max(wrong_by)))))
    return sum(losses) / len(losses)


ten_numbers = np.array([[1] + [0] * 9], dtype="float32")
sure_and_right = round(float(cross_entropy_from_logits(ten_numbers, ten_numbers)), 3)


# %% solution="train"
def loss_function(targets, outputs):
    return keras.losses.categorical_crossentropy(targets, outputs)


model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["acc"])
history = model.fit(
    x_train, one_hot(y_train, 10), batch_size=128, epochs=10, validation_split=1 / 6, verbose=0
)

# %% solution="figure"
fig, panels = plt.subplots(1, 2, sharey=True)
for panel, key in zip(panels, ["acc", "val_acc"]):
    panel.plot(np.arange(1, 11), history.history[key], "k-", label=key)
    panel.legend()
fig.supxlabel("epoch")
fig.supylabel("accuracy")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss, _ = model.evaluate(x_batch, one_hot(y_batch, 10), verbose=0)
