"""Which digits `fit` is called on, whatever the arrays are called."""

from __future__ import annotations

import pytest

from autograder.checks.training_calls import fit_calls

LOAD = "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()\n"

ON_TRAINING = [
    "model.fit(x_train, y_train, validation_split=0.1)",
    "h = model.fit(x=x_train / 255, y=y_train)",
    "model.fit(x_train[: len(x_test)], y_train[: x_test.shape[0]])",
    "x = prepare(x_test)\nx = prepare(x_train)\nmodel.fit(x, y_train)",
    "a, b = x_train / 255, x_test / 255\nmodel.fit(a, y_train)\nmodel.evaluate(b, y_test)",
    "for m in models:\n    m.fit(x_train, y_train)\n    m.evaluate(x_test, y_test)",
    "def go(m, x, y):\n    return m.fit(x, y)\ngo(model, x_train, y_train)\nmodel.evaluate(x_test)",
    "(a, b), (c, d) = load_data()\nmodel.fit(a, b)",
    "train, test = mnist.load_data()\nmodel.fit(*train)",
    "(x_test, y_test), (x_train, y_train) = mnist.load_data()\nmodel.fit(x_test, y_test)",
    "x_train = x_train - x_train.mean()\nmodel.fit(x_train, y_train)",
    "score = model.evaluate(x_test, y_test)\nmodel.fit(x_train, y_train, epochs=score)",
    "x_train, x_test = [f(x) for x in (x_train, x_test)]\nmodel.fit(x_train, y_train)",
    "a, b = (x.reshape(-1, 784) / 255 for x in [x_train, x_test])\nmodel.fit(a, y_train)",
    "x_train, x_test = map(prepare, (x_train, x_test))\nmodel.fit(x_train, y_train)",
    "x_train, x_test = prepare(x_train, x_test)\nmodel.fit(x_train, y_train)",
    "a, b, c, d = prepare(x_train, y_train, x_test, y_test)\nmodel.fit(a, b)",
    "a, b, scale = prepare(x_train, x_test)\nmodel.fit(a, y_train)",
    "d = {'train': (x_train, y_train), 'test': (x_test, y_test)}\nmodel.fit(*d['train'])",
    "d = dict(train=x_train, test=x_test)\nmodel.fit(d['train'], y_train)",
    "sets = [(x_train, y_train), (x_test, y_test)]\nmodel.fit(*sets[0])",
    "data = Digits(x_train, y_train, x_test, y_test)\nmodel.fit(data.x_train, data.y_train)",
    "d = types.Split(train=x_train, test=x_test)\nmodel.fit(d.train, y_train)",
    "x = x_test\nfor x, y in parts(x_train, y_train):\n    model.fit(x, y)",
]
ON_TEST = [
    "%%time\nmodel.fit(x_test, y_test)",
    "%matplotlib inline\nh = model.fit(x_test, y_test)",
    "%time h = model.fit(x_test, y_test)",
    "model.fit(x_test, y_test, validation_split=0.1)",
    "h = model.fit(y=y_test, x=x_test)",
    "new = prepare(x_test)[:100]\nmodel.fit(new, new_labels)",
    "(a, b), (c, d) = load_data()\nc = c.astype('float32') / 255\nmodel.fit(c, d)",
    "train, test = mnist.load_data()\nmodel.fit(test[0], test[1])",
    "both = np.concatenate([x_train, x_test])\nmodel.fit(both, labels)",
    "if True:\n    with thing as t:\n        h = model.fit(x_test, y_test)",
    "def go(m, x, y):\n    return m.fit(x, y)\ngo(model, x_test, y_test)",
    "def go(m, x, y):\n    return m.fit(x, y)\ngo(model, y=y_test, x=prepare(x_test))",
    "def go(m):\n    z = x_test\n    m.fit(z, y_test)\ngo(model)",
    "hs = [m.fit(x_test, y_test) for m in models]",
    "data: object = x_test\nmodel.fit(data, y)",
    "train, test = (x_train, y_train), (x_test, y_test)\nmodel.fit(test[0], test[1])",
    "x_train, x_test = [f(x) for x in (x_train, x_test)]\nmodel.fit(x_test, y_test)",
    "a, b = map(prepare, (x_train, x_test))\nmodel.fit(b, y_test)",
    "a, b = prepare(x_test, y_test)\nmodel.fit(a, b)",
    "x_train, x_test, scale = prepare(x_train, x_test)\nmodel.fit(x_test, y_test)",
    "d = {'images': x_test, 'labels': y_test}\nmodel.fit(d['images'], d['labels'])",
    "data = Digits(x_test, y_test)\nmodel.fit(data.x, data.y)",
    "for x, y in parts(x_test, y_test):\n    model.fit(x, y)",
]


@pytest.mark.parametrize("code", ON_TRAINING)
def test_training_digits_are_no_finding(code: str) -> None:
    calls = fit_calls([LOAD, code])
    assert calls
    assert not any(call.trains_on_test for call in calls)


@pytest.mark.parametrize("code", ON_TEST)
def test_test_digits_are_found(code: str) -> None:
    assert any(call.trains_on_test for call in fit_calls([LOAD, code]))


def test_names_follow_through_cells_in_order() -> None:
    cells = [LOAD, "a = x_test / 255", "b = a[:, :, :, None]", "model.fit(b, y_train)"]
    assert fit_calls(cells)[0].trains_on_test
    assert not fit_calls(cells, test_names=())[0].validates_on_test


def test_validation_on_test_digits() -> None:
    (call,) = fit_calls(["model.fit(x_train, y_train, validation_data=(x_test / 255, y_test))"])
    assert call.validates_on_test
    assert not call.trains_on_test


def test_the_call_is_quoted_on_one_short_line() -> None:
    (call,) = fit_calls(["model.fit(\n    x_test,\n    y_test,\n" + "    a=1,\n" * 1 + ")"])
    assert call.code == "model.fit(x_test, y_test, a=1)"
    (call,) = fit_calls([f"model.fit(x_test, {'y' * 500})"])
    assert len(call.code) == 100


@pytest.mark.parametrize(
    "source", ["%matplotlib inline", "def f(:", "", "x = (" * 5000, "-" * 50_000 + "1", "\0"]
)
def test_cells_that_are_not_python_are_left_out(source: str) -> None:
    assert [call.trains_on_test for call in fit_calls([source, "m.fit(x_test, y)"])] == [True]


def test_functions_that_call_each_other_for_ever_end() -> None:
    code = "def a(x):\n    b(x)\ndef b(x):\n    a(x)\n    m.fit(x)\na(x_test)"
    assert isinstance(fit_calls([code]), list)
