# /// example
# title = "A highway network of arithmetic on tensors, lists of tensors, tf.data in the cure, Ukrainian"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    # від -0.5 до 0.5
    return tf.reshape(tf.image.convert_image_dtype(images, tf.float32) - 0.5, (-1, 784))

# %% solution="parrots"
def parrot_accuracies(labels):
    частки = []
    for цифра in range(10):
        правильні = 0
        for мітка in labels:
            if мітка == цифра:
                правильні = правильні + 1
        частки.append(правильні / len(labels))
    return частки

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)

    def шар(x, номер):
        return keras.ops.sigmoid(keras.layers.Dense(units, name=f"s{номер}")(x))

    вхід = keras.layers.Input(shape=[784])
    x = вхід
    for номер in range(11):
        x = шар(x, номер)
    вихід = keras.ops.softmax(keras.layers.Dense(10)(x))
    мережа = keras.Model(вхід, вихід)
    мережа.compile(
        optimizer=tf.keras.optimizers.SGD(learning_rate=0.1),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
    )
    return мережа

# %% solution="train"
deep_histories = {}
deep_histories["wide"] = deep_models["wide"].fit(x_train, labels_train, 128, 1, validation_split=0.1)
deep_histories["middle"] = deep_models["middle"].fit(
    x_train, labels_train, 128, 1, validation_split=0.1
)
deep_histories["narrow"] = deep_models["narrow"].fit(
    x_train, labels_train, 128, 1, validation_split=0.1
)

# %% solution="symptom"
train_accuracy, test_accuracy, favourite = {}, {}, {}
for ключ in deep_models:
    відповіді = tf.argmax(deep_models[ключ].predict(x_test, verbose=0), axis=1)
    правильно = tf.equal(відповіді, tf.cast(labels_test, tf.int64))
    test_accuracy[ключ] = tf.reduce_mean(tf.cast(правильно, tf.float32))
    favourite[ключ] = tf.argmax(tf.math.bincount(tf.cast(відповіді, tf.int32), minlength=10))
    на_навчальних = read(deep_models[ключ], images_train) == labels_train
    train_accuracy[ключ] = tf.reduce_mean(tf.cast(на_навчальних, tf.float32)).numpy()

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    норми = []
    for layer in model.layers:
        if not isinstance(layer, keras.layers.Dense):
            continue
        with tf.GradientTape() as стрічка:
            втрата = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(
                    tf.cast(labels, tf.int32), tf.math.log(model(x) + 1e-12)
                )
            )
        норми.append(tf.norm(стрічка.gradient(втрата, layer.kernel)))
    return норми

# %% solution="figure"
fig, ax = plt.subplots()
for ключ in norms:
    точки = [float(норма) for норма in norms[ключ]]
    ax.scatter(range(len(точки)), точки, s=20)
    ax.plot(range(len(точки)), точки, label=ключ, alpha=0.5)
ax.set_yscale("log")
ax.set_ylim(1e-9, 10)
ax.set(xlabel="номер шару, від 0", ylabel="норма градієнта")
plt.legend()

# %% solution="step-factor"
def step_factor(norms_of_layers):
    n = len(norms_of_layers) - 1
    return tf.pow(tf.cast(norms_of_layers[0] / norms_of_layers[-1], tf.float64), 1 / n)


def sigmoid_slope(z):
    s = tf.nn.sigmoid(tf.cast(z, tf.float64))
    return s * (1 - s)

# %% solution="diagnosis"
diagnosis = " C "

# %% solution="cure"
keras.utils.set_random_seed(12)
вхід = keras.Input((784,))
x = keras.layers.Dense(50, activation="tanh")(вхід)
for _ in range(9):
    # частина проходить повз шар без змін
    новe = keras.layers.Dense(50, activation="tanh")(x)
    брама = keras.layers.Dense(50, activation="sigmoid", bias_initializer=keras.initializers.Constant(-1))(x)
    x = новe * брама + x * (1 - брама)
cure_model = keras.Model(вхід, keras.layers.Dense(10, activation="softmax")(x))
cure_model.compile(
    keras.optimizers.RMSprop(), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
усі = tf.data.Dataset.from_tensor_slices((x_train, labels_train))
навчання = усі.take(54000).shuffle(10000, seed=1).batch(128).prefetch(1)
перевірка = усі.skip(54000).batch(1000)
cure_history = cure_model.fit(навчання, validation_data=перевірка, epochs=3, verbose=0)
changes = ["activation", "initial weights", "skip connections", "optimizer"]
cure_validation_accuracy = cure_model.evaluate(перевірка, verbose=0)[1]
cure_test_accuracy = cure_model.evaluate(x_test, labels_test, verbose=0)[1]
