# /// assignment
# title = "Comment your first program"
# minutes = 45
# summary = "A program that learns to read digits is given: explain each of its statements."
# ///

# %% [markdown]
# ## The goal
#
# Below stands a complete program. It learns to read handwritten digits, and it does so in
# eleven statements. You do not have to write code today. You have to **understand** it:
#
# 1. You write a comment for every statement of the program.
# 2. You answer short questions about what happened while it ran.
# 3. You explain three things, in a few sentences each.
#
# This is what the program builds:
#
# ```text
#   image               scaled              512 units            10 units
#   28 x 28    ----->   28 x 28    ----->   each one    ----->   one for each
#   0 ... 255  divide   0 ... 1    flatten  looks at             digit 0 ... 9
#                                           all pixels
# ```
#
# Some words that you will need:
#
# | word | meaning |
# | --- | --- |
# | label | the right answer for an image: the digit that somebody wanted to write |
# | unit (neuron) | a small calculator: it weighs all its inputs, adds them up, and passes on one number |
# | parameter | a number inside the model that training changes: a weight or a bias |
# | loss | a number that says how wrong the model is; smaller is better |
# | optimizer | the rule that says how to change the parameters so that the loss gets smaller |
# | batch | a small group of images; the model is changed once after each batch |
# | epoch | one pass through all training images |
# | dropout | some units are switched off by chance during training, so that no unit relies on a single other one |
#
# The pages of [keras.io/api](https://keras.io/api/) tell more about each function.

# %% [markdown]
# ## Step 1: Run the program, then comment it
#
# Run the next cell once as it is. Training takes a minute or less. Then write your comments
# into the cell.
#
# **Why comments?** A program says to the computer *what* to do. A comment says to people *what
# for*. Look at these two comments for the same statement:
#
# ```python
# # celsius equals fahrenheit minus 32 times 5 / 9
# celsius = (fahrenheit - 32) * 5 / 9
#
# # The sensor reports Fahrenheit, but our readers expect Celsius.
# celsius = (fahrenheit - 32) * 5 / 9
# ```
#
# The first one reads the code aloud. The second one tells you something that the code does not.
#
# **The rules**
#
# - Every statement gets a comment of its own: in the lines above it, or beside it. A statement
#   that goes over several lines (`model = ...`) is one statement.
# - A comment starts with `#`. A text in quotes is not a comment.
# - Do not change the code. Empty lines and other line breaks are fine.
# - Use your own words, in **any language** and any script.
# - A comment that only repeats the names in the code (`# model fit x_train`) explains nothing.
#   The same comment for two statements explains one of them at most.
#
# After a change, run the cell again, and then the three check cells below it.
#
# *Hint:* ask of each statement: what goes in, what comes out, and what would be missing
# without it?

# %% solution="first-program"
### BEGIN STUB
import matplotlib.pyplot as plt
from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
x_test = x_test / 255.0

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
model.evaluate(x_test, y_test)

plt.imshow(x_train[0], cmap="gray")
plt.show()
### END STUB
### BEGIN SOLUTION
# Matplotlib draws pictures; we need it at the very end to look at a digit.
import matplotlib.pyplot as plt
# Keras is the framework: it brings the layers, the training and even the data.
from tensorflow import keras

# Get 60,000 digits to learn from and 10,000 others for the exam at the end,
# each with its label, the digit that the writer had in mind.
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# Pixels come as whole numbers up to 255. Small inputs make training steadier, so bring
# them between 0 and 1. All shades of grey survive.
x_train = x_train / 255.0
# The exam must look like the lessons: treat its images in the same way.
x_test = x_test / 255.0

# A stack of layers; each one gets what the one before it gives.
model = keras.Sequential([
    keras.Input(shape=(28, 28)),  # one image has 28 rows of 28 pixels
    keras.layers.Flatten(),  # put the rows one behind the other: 784 numbers
    keras.layers.Dense(512, activation="relu"),  # 512 detectors; negative sums become 0
    keras.layers.Dropout(0.2),  # silence a fifth of them by chance, against learning by heart
    keras.layers.Dense(10, activation="softmax"),  # one probability for each digit
])
# Choose how to learn: the rule for small corrections, the measure of how wrong
# we are when labels are single digits, and what to report to us.
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# Here the learning happens: go five times through all lessons, and correct the weights
# a little after every small group of images.
model.fit(x_train, y_train, epochs=5)
# The exam: how many digits does it read correctly that it has never seen?
model.evaluate(x_test, y_test)

# Paint the first lesson in shades of grey: it is a 5.
plt.imshow(x_train[0], cmap="gray")
# Put the finished drawing on the screen.
plt.show()
### END SOLUTION

# %% test="program-unchanged" title="The commented program is still the given program" points=2
import ast
import io
import re
import tokenize

# The given program. Comments, empty lines and line breaks make no difference below.
ORIGINAL = '''
import matplotlib.pyplot as plt
from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
x_test = x_test / 255.0

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
model.evaluate(x_test, y_test)

plt.imshow(x_train[0], cmap="gray")
plt.show()
'''


def words(text):
    """The words of a text in small letters; x_train counts as x and train."""
    return set(re.findall(r"[^\W_]+", text.lower()))


def find_program(cells):
    """The newest of the cells that were run in which the program stands."""
    wanted = words(ORIGINAL)
    tests_left_out = [cell for cell in cells if "find_program(" not in cell]
    found = [cell for cell in tests_left_out if len(wanted & words(cell)) > 0.8 * len(wanted)]
    return found[-1] if found else ""


def is_text(statement):
    """Whether a statement is nothing but a text in quotes."""
    value = getattr(statement, "value", None)
    return isinstance(statement, ast.Expr) and isinstance(getattr(value, "value", None), str)


def read_program(source):
    """The statements of the program, and the number of a line that is not Python, or None."""
    try:
        return ast.parse(source).body, None
    except SyntaxError as error:
        return [], error.lineno


program = find_program(In)
assert program, (
    "I do not find the program among the cells that you have run: run its cell, then this one. "
    "If you did, large parts of the code are gone."
)
statements, broken_line = read_program(program)
assert broken_line is None, (
    f"Python cannot read line {broken_line} of your program. If this is a comment, does it start "
    "with a # sign? Python skips what follows a # sign; all other text must be code."
)
given = ast.parse(ORIGINAL).body
for statement in statements:
    assert not is_text(statement), (
        f"Line {statement.lineno} is a text in quotes. Your explanation is welcome, but a text in "
        "quotes is a statement of the program. Begin every line of a comment with a # sign."
    )
for yours, original in zip(statements, given):
    assert ast.dump(yours) == ast.dump(original), (
        f"Line {yours.lineno} is no longer as it was given: {ast.unparse(original)}. "
        "Comments explain a program and leave its code as it is."
    )
assert len(statements) == len(given), (
    f"Your program has {len(statements)} statements; the given one has {len(given)}. "
    "Experiments are good: make them in a new cell."
)
assert "#" in program, "The program has no comment yet: write one for each statement."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.unchanged_program(checks.submitted_source("first-program", program), ORIGINAL)
### END HIDDEN TESTS

# %% test="statements-commented" title="Every statement has a comment of its own" points=4
def explained(source):
    """One (line, code, comment) for each statement; the comment is "" where there is none."""
    notes = []
    body, _ = read_program(source)
    for token in tokenize.generate_tokens(io.StringIO(source if body else "").readline):
        if token.type == tokenize.COMMENT:
            notes.append((token.start[0], token.string.strip("# ")))
    rows, end_before = [], 0
    for node in body:
        if is_text(node):
            notes.append((node.lineno, node.value.value))
            continue
        comment = " ".join(text for line, text in notes if end_before < line <= node.end_lineno)
        rows.append((node.lineno, ast.unparse(node), comment))
        end_before = node.end_lineno
    return rows


def letters(text):
    """The letters of a text without digits, signs and spaces."""
    return "".join(sign for sign in text.lower() if sign.isalpha())


def has_words(comment):
    """Whether a comment can mean something: three Latin letters, or one Chinese sign."""
    return len(letters(comment).encode()) >= 3


program = find_program(In)
rows = explained(program)
assert rows, "There is no program that Python can read: see the check above."
bare = [(line, code) for line, code, comment in rows if not has_words(comment)]
print(f"{len(rows) - len(bare)} of {len(rows)} statements have a comment with words in it.")
for line, code in bare:
    print(f"  Without one: line {line}, {code[:60]}")
assert len(bare) < len(rows), (
    "No statement has a comment with words in it yet. A comment starts with # and stands above "
    "its statement or beside it."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.every_statement_commented(checks.submitted_source("first-program", program), ORIGINAL)
### END HIDDEN TESTS

# %% test="own-words" title="The comments say more than the code" points=4
program = find_program(In)
rows = [row for row in explained(program) if has_words(row[2])]
assert rows, "There is no comment with words in it yet: see the checks above."
assert 2 * len(rows) >= len(explained(program)), (
    "Too few statements have a comment: at least half are needed to see how you explain."
)
little_words = words(
    "a an the this that it its is are of to in on for with from by and as we i our my now"
)
seen = set()
weak = 0
for line, code, comment in rows:
    if words(comment) - little_words <= words(code):
        weak += 1
        print(f"  Line {line}: this only repeats names of the code: {comment[:60]}")
    elif letters(comment) in seen:
        weak += 1
        print(f"  Line {line}: an earlier statement has the same comment: {comment[:60]}")
    seen.add(letters(comment))
print(f"{len(rows) - weak} of {len(rows)} comments say something of their own.")
assert weak < len(rows), (
    "Your comments only repeat the code or each other. The code already says what is called; "
    "a comment says what for."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.comments_in_own_words(checks.submitted_source("first-program", program))
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: What does an image look like to the computer?
#
# To the computer an image is a table of numbers, an **array**. Two properties describe it:
#
# - `array.shape` is a tuple: how many images, how many rows, how many columns.
# - `array.dtype` is the type of each number. Names of types end with the number of bits that
#   one number takes: `int16` is a whole number of 16 bits.
#
# The program has replaced the images by scaled ones. So the next cell loads them once more:
# `raw_images` is what `x_train` was **before** the division.

# %% given="raw-images"
import numpy as np
from tensorflow import keras

(raw_images, raw_labels), _ = keras.datasets.mnist.load_data()

# %% [markdown]
# Find shape and type of all training images before the division (`raw_images`) and after it
# (`x_train`). Write a shape as a tuple of three numbers. Write a type as a text in quotes, for
# example `"int16"`. You may also let Python fill in the answers.

# %% solution="images"
shape_before = None
dtype_before = None
shape_after = None
dtype_after = None
### BEGIN SOLUTION
shape_before = raw_images.shape
dtype_before = str(raw_images.dtype)
shape_after = x_train.shape
dtype_after = str(x_train.dtype)
### END SOLUTION

# %% test="shapes" title="The shapes of the training images before and after scaling are known" points=2
for name, shape in [("shape_before", shape_before), ("shape_after", shape_after)]:
    assert shape is not None, f"{name} is still None: write the shape as a tuple."
    assert isinstance(shape, (tuple, list)), (
        f"{name} must be a tuple: numbers between round brackets, separated by commas."
    )
    assert len(shape) != 2 or shape[0] != shape[1], (
        f"{name} describes a single image. The array holds all training images; their number "
        "comes first."
    )
    assert len(shape) != 2, (
        f"{name} has two numbers. Inside the model Flatten turns each image into a row; x_train "
        "itself keeps rows and columns of each image apart."
    )
    assert len(shape) == 3, f"{name} must have three numbers: images, rows, columns."
### BEGIN HIDDEN TESTS
from autograder import checks

for name, shape in [("shape_before", shape_before), ("shape_after", shape_after)]:
    checks.require(
        tuple(shape) != (28, 28, 60000),
        observed=f"{name} has the number of images at its end.",
        expected="Images come first, then rows, then columns.",
        concept="The first axis counts the examples: x_train[0] is one whole image.",
    )
    checks.require(
        tuple(shape)[:1] != (10000,),
        observed=f"{name} is the shape of the test images.",
        expected="The question is about the training images.",
        concept="The model learns from one set of images and is tested on another one.",
    )
    checks.require(
        tuple(shape) == (60000, 28, 28),
        observed=f"{name} is given as {tuple(shape)}, and this is not the array's shape.",
        expected="Print the .shape of the array and copy it.",
        concept="A division works on each number of an array and leaves its shape as it is.",
    )
### END HIDDEN TESTS

# %% test="dtypes" title="The number types before and after scaling are known" points=2
for name, dtype in [("dtype_before", dtype_before), ("dtype_after", dtype_after)]:
    assert dtype is not None, f"{name} is still None: write the type as a text in quotes."
    assert isinstance(dtype, str), (
        f'{name} must be a text in quotes, such as "int16"; str(...) turns a dtype into a text.'
    )
    assert re.search(r"\d", dtype), (
        f"{name} lacks the number of bits: the name of the type ends with it."
    )
assert dtype_before != dtype_after, (
    "You give the same type before and after. Can a whole-number type hold what comes out when "
    "you divide by 255?"
)
### BEGIN HIDDEN TESTS
from autograder import checks


def type_name(text):
    """The bare name: 'float64' from "<class 'numpy.float64'>"."""
    names = re.findall(r"[a-z]+\d+", text.lower())
    return names[-1] if names else text


checks.require(
    type_name(dtype_before) == "uint8",
    observed=f"dtype_before is given as {dtype_before[:40]!r}, and raw_images has another type.",
    expected="Print raw_images.dtype and look closely: a small letter makes a difference.",
    concept="A pixel from 0 to 255 has no sign and fits into 8 bits.",
)
checks.require(
    type_name(dtype_after) != "float32",
    observed="dtype_after is given as 'float32', the type that Keras computes with inside.",
    expected="The question is about the array x_train; ask it with .dtype.",
    concept="NumPy chooses the type of a quotient; Keras converts its inputs later.",
)
checks.require(
    type_name(dtype_after) == "float64",
    observed=f"dtype_after is given as {dtype_after[:40]!r}, and x_train has another type.",
    expected="Print x_train.dtype.",
    concept="Dividing whole numbers gives numbers with decimals, in NumPy as in Python.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: What does the division by 255 do?
#
# A raw pixel is a number from 0 (black) to 255 (white). The division moves each of them:
#
# $$ \text{new} = \frac{\text{old}}{255} $$
#
# ```text
# raw     0 ----------- 102 ----------------------- 255
#         |              |                           |
# scaled  ? -----------  ?  -----------------------  ?
#         black        dark grey                   white
# ```
#
# Networks learn more steadily from small numbers, and this is the reason for the division.
#
# - `range_after`: the smallest and the largest value in `x_train` after the division, as a
#   tuple `(smallest, largest)`
# - `pixel_102_after`: the value of a pixel after the division if it was 102 before
# - `distinct_values`: how many **different** values occur among the pixels of `x_train` after
#   the division?
#
# *Hint:* `x_train.min()` and `x_train.max()` help, and so does `np.unique(x_train[:1000])`, which
# gives the different values in the first 1,000 images, sorted.

# %% solution="scaling"
range_after = None
pixel_102_after = None
distinct_values = None
### BEGIN SOLUTION
range_after = (x_train.min(), x_train.max())
pixel_102_after = 102 / 255
distinct_values = len(np.unique(x_train[:1000]))
### END SOLUTION

# %% test="range" title="The range of the scaled pixels is known" points=1
assert range_after is not None, "range_after is still None: write it as (smallest, largest)."
assert isinstance(range_after, (tuple, list)) and len(range_after) == 2, (
    "range_after must be a tuple of two numbers: (smallest, largest). Python writes decimals "
    "with a point, not with a comma."
)
assert all(isinstance(value, (int, float, np.number)) for value in range_after), (
    "range_after must hold two numbers, without quotes."
)
assert range_after[0] < range_after[1], "The smallest value comes first, then the largest."
assert range_after[1] < 200, (
    "This is the range of the raw pixels. What becomes of it when every pixel is divided by 255?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

smallest, largest = (float(value) for value in range_after)
checks.require(
    smallest >= 0,
    observed=f"You give {smallest:g} as the smallest value of x_train.",
    expected="Divide the smallest raw pixel by 255.",
    concept="A quotient of numbers that are not negative is not negative either.",
)
checks.require(
    abs(smallest) < 1e-6 and abs(largest - 1) < 1e-6,
    observed=f"You give the range from {smallest:g} to {largest:g}, and x_train has another one.",
    expected="Divide the smallest and the largest raw pixel by 255.",
    concept="Dividing by the largest possible value brings all values into one unit.",
)
### END HIDDEN TESTS

# %% test="greys-remain" title="Division by 255 keeps every shade of grey" points=2
assert pixel_102_after is not None, "pixel_102_after is still None: write the value as a number."
assert distinct_values is not None, "distinct_values is still None: write it as a number."
assert isinstance(pixel_102_after, (int, float, np.number)), (
    "pixel_102_after must be one number. Python writes decimals with a point, not with a comma."
)
assert isinstance(distinct_values, (int, float, np.number)), (
    "distinct_values must be one number: how many values there are, not the values themselves."
)
assert pixel_102_after not in (0, 1), (
    "You say that a dark grey pixel becomes black or white. Dividing does not round: a number "
    "between 0 and 255 stays between the ends."
)
assert distinct_values != 2, (
    "With two values each pixel would be black or white. Dividing does not round: two pixels that "
    "differed before the division differ after it, too."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    abs(pixel_102_after - 102) > 1e-6,
    observed="You say that a pixel of 102 is still 102 after the division.",
    expected="Divide it by 255.",
    concept="The division works on every number in the array.",
)
checks.require(
    abs(pixel_102_after - 102 / 255) < 0.001,
    observed=f"You give {pixel_102_after:g} for a pixel that was 102.",
    expected="Divide 102 by the same number as the program does.",
    concept="A scaled pixel is the share of full white that it has.",
)
checks.require(
    distinct_values != 255,
    observed="You count 255 different values.",
    expected="Count again, and begin with the value of a black pixel.",
    concept="Zero is a value, too: from 0 to n there are n + 1 whole numbers.",
)
checks.require(
    distinct_values == 256,
    observed=f"You count {distinct_values:g} different values.",
    expected="How many different values has a raw pixel, and can two of them become the same?",
    concept="Dividing by a constant maps different numbers to different numbers.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: What does the progress bar count?
#
# Look at the output of the program. While `model.fit` runs, it shows one line for each epoch,
# with a bar. To the left of the bar stands a number.
#
# Keras does not look at all images at once. It takes a small **batch** of images, looks how
# wrong the model is on them, corrects the parameters a little, and takes the next batch. If you
# do not say otherwise, a batch has 32 images.
#
# ```text
# one epoch:  [32 images] [32 images] [32 images] ... [32 images]
#              correct     correct     correct         correct
# ```
#
# - `training_images`: how many images does the model see in **one** epoch?
# - `batches_per_epoch`: into how many batches does `fit` divide them?
#
# Write numbers without separators: `1234`, not `1,234` and not `1.234`.

# %% solution="training"
training_images = None
batches_per_epoch = None
### BEGIN SOLUTION
training_images = 60000
batches_per_epoch = 60000 / 32
### END SOLUTION

# %% test="training-images" title="The number of images in an epoch is known" points=1
assert training_images is not None, "training_images is still None: write it as a number."
assert isinstance(training_images, (int, float, np.number)), (
    "training_images must be one number, without quotes and separators."
)
assert training_images * 2 > len(raw_images), (
    "There are far more images than this: look at the first number of a shape in step 2. The "
    "number beside the progress bar counts batches, not images. If you wrote a point or a comma "
    "between the digits, leave it out."
)
assert training_images < 2 * len(raw_images), (
    "There are fewer images than this. The question is about one epoch, not about all of them."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    training_images != 70000,
    observed="You counted the test images, too.",
    expected="Only x_train is given to fit.",
    concept="What the model is tested on must not be among the images that it learns from.",
)
checks.require(
    training_images == 60000,
    observed=f"You say that the model sees {training_images:g} images in an epoch.",
    expected="The first number of x_train.shape tells how many there are.",
    concept="An epoch is one pass through all training images.",
)
### END HIDDEN TESTS

# %% test="batches" title="The number of batches in an epoch is known" points=2
assert batches_per_epoch is not None, "batches_per_epoch is still None: write it as a number."
assert isinstance(batches_per_epoch, (int, float, np.number)), (
    "batches_per_epoch must be one number, without quotes and separators."
)
assert batches_per_epoch < len(raw_images), (
    "You give as many batches as there are images, or more. A batch holds several images."
)
assert batches_per_epoch != 32, "This is the number of images in a batch, not of batches."
assert batches_per_epoch * 32 < 2 * len(raw_images), (
    "So many batches do not fit into one epoch. Did you count those of all epochs?"
)
assert batches_per_epoch > 32, (
    "These are too few. If you wrote a point or a comma between the digits, leave it out: Python "
    "takes it for the start of the decimals."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    batches_per_epoch not in (312, 312.5, 313),
    observed=f"{batches_per_epoch:g} batches are what evaluate goes through.",
    expected="Look at the progress bars of fit.",
    concept="fit works on the training images, evaluate on the test images: there are fewer.",
)
checks.require(
    batches_per_epoch == 1875,
    observed=f"You give {batches_per_epoch:g} batches for an epoch.",
    expected="Number of training images, divided by the images in a batch.",
    concept="In an epoch every image is used once, in one of the batches.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: How many numbers does training adjust?
#
# Each of the 512 units has a weight for every one of the 784 pixels, and one bias. Each of the
# 10 output units has a weight for every one of the 512 units before it, and one bias. Training
# adjusts them all.
#
# `model.summary()` shows a table of the layers and their parameters. Run it in a cell of your own.
# A model that has been trained also carries notes of its optimizer. They are counted in that
# table, too, but they are not parameters of the model.
#
# - `total_parameters`: how many parameters does training adjust?

# %% solution="parameters"
total_parameters = None
### BEGIN SOLUTION
total_parameters = model.count_params()
### END SOLUTION

# %% test="parameters" title="The number of trainable parameters is known" points=2
assert total_parameters is not None, "total_parameters is still None: write it as a number."
assert isinstance(total_parameters, (int, float, np.number)), (
    "total_parameters must be one number, without quotes and separators."
)
assert total_parameters % 1 == 0, (
    "A number of parameters is whole. If you wrote a point between the digits, leave it out: "
    "Python takes it for the start of the decimals."
)
assert total_parameters != 784 * 512 + 512 * 10, (
    "You have counted the weights. Every unit also has a bias."
)
assert total_parameters < 1_000_000, (
    "So many are not adjusted by training. After training, summary() also counts the notes of "
    "the optimizer: look for the trainable ones."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    total_parameters not in (401920, 5130),
    observed=f"{total_parameters:g} parameters are those of one layer.",
    expected="Add up all layers.",
    concept="Both Dense layers are adjusted in training; Flatten and Dropout have no parameters.",
)
checks.require(
    total_parameters != 814102,
    observed="This is the number of the optimizer's notes.",
    expected="Look for the trainable parameters.",
    concept="Adam keeps two notes for each parameter; they serve training, not the model.",
)
checks.require(
    total_parameters == 407050,
    observed=f"You give {int(total_parameters)} parameters.",
    expected="For each Dense layer: inputs times units, plus one bias for each unit.",
    concept="A parameter is a weight or a bias; training adjusts every one of them.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: How good is it?
#
# The last progress bar belongs to `model.evaluate`. It shows how well your model does on the test
# images, which it has never seen. Your number differs a little from your neighbour's, because
# training starts with random weights.
#
# - `test_accuracy`: the share of the **test** images that your model reads correctly, as a number
#   from 0 to 1 with at least three decimals.
#
# *Hint:* `model.evaluate` also returns its results, as a list: the loss first, the accuracy second.

# %% solution="accuracy"
test_accuracy = None
### BEGIN SOLUTION
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
### END SOLUTION

# %% test="test-accuracy" title="The measured test accuracy is that of the model" points=1
assert test_accuracy is not None, "test_accuracy is still None: write it as a number."
assert not isinstance(test_accuracy, (tuple, list)), (
    "test_accuracy holds several numbers. evaluate returns the loss first and the accuracy second: "
    "take the accuracy only. Python writes decimals with a point, not with a comma."
)
assert isinstance(test_accuracy, (int, float, np.number)), (
    "test_accuracy must be a number, without quotes and without a percent sign."
)
assert test_accuracy <= 1, "Give the accuracy as a share from 0 to 1, not in percent."
assert test_accuracy > 0.5, (
    "A trained model reads far more than half of the digits correctly. Did you take the loss? "
    "The accuracy is the other number."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def scaled(images):
    """What the given program does to its images."""
    return images / 255.0


checks.claimed_accuracy(
    test_accuracy,
    checks.holdout_accuracy(model, scaled),
    name="The test accuracy",
    shift=checks.threshold("accuracy-shift"),
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Explain it
#
# A person reads these answers. Write whole sentences in your own words, in English or in the
# language of your course.

# %% [markdown] written="what-fit-does" title="What happens while fit runs" points=3
# ### What happens while `fit` runs?
#
# The line `model.fit(x_train, y_train, epochs=5)` looks small, and the framework does a lot of
# work behind it. Explain to somebody who has never seen a neural network what happens there. Use
# the words *batch*, *loss*, *optimizer* and *epoch*. Five to eight sentences are enough.
#
# === BEGIN MARK SCHEME ===
# * 1 point: the model makes predictions for a batch, and the loss compares them with the labels.
# * 1 point: the optimizer changes weights and biases a little, in the direction that makes the
#   loss smaller; this is done after every batch.
# * 1 point: an epoch is over when every training image was used once; it is done five times. It
#   is clear that the framework does this, and that the student describes it in their own words.
#
# Take off nothing for language or style. A list of definitions without a course of events gets
# 2 points at most. "It compares with the test images" is wrong: fit does not see them.
#
# A good answer: Keras takes the first batch of 32 images and lets the model guess. The loss says
# how far these guesses are from the labels. Keras then works out for every weight whether a little
# more or a little less of it would lower the loss, and the optimizer changes all of them by a
# small step. Then comes the next batch. After 1875 batches every image was used once: this is an
# epoch. All of it is repeated five times, and the accuracy grows more slowly each time.
# === END MARK SCHEME ===

# %% [markdown] written="best-comment" title="The comments explain" points=2
# ### Which of your comments helps most?
#
# Copy the comment of yours that helps a beginner most. Say in one or two sentences what a reader
# would **not** know from the code alone. (All your comments are read together with this answer.)
#
# === BEGIN MARK SCHEME ===
# Read the comments in the program, too.
#
# * 1 point: the comments in the program explain: at least eight of eleven say what a statement is
#   for or what happens to the data, correctly, and do not only translate the code.
# * 1 point: the answer names something that cannot be read off the code (a reason, an effect, a
#   meaning), for the comment that was chosen.
#
# Comments in a language that you do not read: use a translator, or ask the student to explain two
# of them. A wrong statement such as "the division makes the images black and white" does not
# count as explained.
#
# A good answer: "# The exam must look like the lessons: treat its images in the same way." The code
# shows that x_test is divided by 255. It does not show that the model would do badly without it,
# because it learned from numbers between 0 and 1.
# === END MARK SCHEME ===

# %% [markdown] written="two-accuracies" title="Training and test accuracy differ" points=2
# ### Why are there two accuracies?
#
# Compare the accuracy in the last epoch of `fit` with the accuracy of `evaluate`. Which one says
# how well the model will read digits of other people? Why?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the accuracy of evaluate counts, since the model has never seen these images.
# * 1 point: a reason: on images that it was trained on, a model may have learned single images by
#   heart; or a comparison with two numbers of their own that is read correctly.
#
# The number in fit is an average over the epoch, with dropout switched on; who says so deserves
# the second point as well. It is not an error if both numbers are nearly the same.
#
# A good answer: In the last epoch fit showed 0.985, evaluate 0.980. The second number is the honest
# one, since these 10,000 digits were not used in training. On the training images the model can be
# right because it remembers them.
# === END MARK SCHEME ===
