# /// example
# title = "The best pass is chosen by the training digits; accuracies of the wrong digits; Keras loads a layer"
# kind = "wrong"
# extra = true
# [loses]
# early-stopping = "highest accuracy on the training digits"
# test-accuracies = "test_last is given as"
# no-framework = "Your code uses Keras"
# ///

# %% solution="train"
import keras

targets = keras.utils.to_categorical(y_train)
weights_1, weights_2 = start_1, start_2
train_record, valid_record = [], []
for number in range(1, PASSES + 1):
    for image, target in zip(x_train, targets):
        weights_1, weights_2 = train_step(image, target, weights_1, weights_2, ALPHA)
    for record, x, y in ((train_record, x_train, y_train), (valid_record, x_valid, y_valid)):
        record.append(np.mean(forward(x, weights_1, weights_2)[1].argmax(axis=1) == y))
    if train_record[-1] >= max(train_record):
        best_1, best_2, best_pass = weights_1, weights_2, number

# %% solution="test-digits"
test_last = train_record[-1]
test_best = train_record[best_pass - 1]
