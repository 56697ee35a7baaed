# /// example
# title = "Own functions compared with Keras in the same cells, tf.nn activations, pandas plot, Chinese labels"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
layer_inputs = {"hidden_1": 784, "hidden_2": 64, "output": 64}
layer_outputs = {"hidden_1": 64, "hidden_2": 64, "output": 10}
layer_parameters = {}
for 名称 in layer_inputs:
    layer_parameters[名称] = layer_inputs[名称] * layer_outputs[名称] + layer_outputs[名称]
layer_parameters["total"] = sum(layer_parameters.values())

# %% solution="model"
import tensorflow as tf

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Dense(64, activation=tf.nn.relu, input_shape=(784,)))
model.add(tf.keras.layers.Dense(64, activation=tf.nn.relu))
model.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))

# %% solution="forward"
def relu(z):
    return np.where(z > 0, z, 0.0)


def forward(weights, inputs):
    W1, b1, W2, b2, W3, b3 = weights
    return relu(relu(inputs.dot(W1) + b1).dot(W2) + b2).dot(W3) + b3


检查 = keras.Model(model.inputs, model.layers[-2].output).predict(x_batch[:5], verbose=0)
print(np.allclose(检查 @ model.get_weights()[4] + model.get_weights()[5],
                  forward(model.get_weights(), x_batch[:5]), atol=1e-4))

# %% solution="softmax"
def softmax(logits):
    z = logits - np.max(logits, axis=1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


z = np.random.default_rng(0).normal(size=(4, 10)).astype("float32")
assert np.allclose(softmax(z), tf.nn.softmax(z), atol=1e-6)  # 和 TensorFlow 一样

# %% solution="cross-entropy"
def one_hot(labels, classes):
    result = np.zeros((len(labels), classes))
    for i, label in enumerate(labels):
        result[i, label] = 1
    return result


def cross_entropy(probabilities, targets):
    p = np.clip(probabilities, 1e-7, None)
    return np.mean(np.sum(-targets * np.log(p), axis=1))


标签 = np.array([3, 7])
print("与 Keras 相同:", np.array_equal(one_hot(标签, 10), keras.utils.to_categorical(标签, 10)))
print(cross_entropy(softmax(z[:2]), one_hot(标签, 10)),
      keras.losses.CategoricalCrossentropy()(one_hot(标签, 10), softmax(z[:2])))

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    m = np.max(logits, axis=1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(logits - m), axis=1, keepdims=True))
    return np.mean(np.sum(targets * (lse - logits), axis=1))


sure_and_right = cross_entropy_from_logits(np.array([[1.0] + [0.0] * 9]), one_hot([0], 10))
print(sure_and_right, keras.losses.CategoricalCrossentropy(from_logits=True)(
    one_hot([0], 10), np.array([[1.0] + [0.0] * 9])))

# %% solution="train"
loss_function = tf.keras.losses.SparseCategoricalCrossentropy()
model.compile(tf.keras.optimizers.SGD(0.1), loss=loss_function, metrics=["acc"])
history = model.fit(x_train, y_train, epochs=10, batch_size=128, validation_split=0.1, verbose=2)

# %% solution="figure"
import pandas as pd

表 = pd.DataFrame(history.history, index=range(1, 11))[["acc", "val_acc"]]
ax = 表.rename(columns={"acc": "训练", "val_acc": "验证"}).plot(marker="o", title="学习曲线")
ax.set(xlabel="轮", ylabel="准确率")
fig = ax.get_figure()

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = model.evaluate(x_batch, y_batch, verbose=0)[0]
