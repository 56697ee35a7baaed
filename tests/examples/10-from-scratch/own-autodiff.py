# /// example
# title = "A small automatic differentiation of one's own: a graph of values, walked backwards; documentation that names libraries"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    return (np.asarray(inputs)[None, :] @ np.asarray(weights)[:, None]).item()


def layer(inputs, weights):
    """Each column by itself, without a loop over units."""
    return np.vectorize(weighted_sum, signature="(i),(i)->()")(inputs, weights.T)

# %% solution="forward"
class Tensor:
    """A value that remembers what it was made of.

    The idea is that of the tensors
    from torch, but cut down to what two layers need.
    """

    def __init__(self, value, parents=(), pull=None):
        self.value, self.parents, self.pull, self.slope = value, parents, pull, 0.0

    def __matmul__(self, other):
        x, w = self.value, other.value

        def pull(slope):
            yield self, slope @ w.T
            yield other, np.outer(x, slope)

        return Tensor(x @ w, (self, other), pull)

    def relu(self):
        on = self.value > 0
        return Tensor(np.where(on, self.value, 0), (self,), lambda slope: [(self, slope * on)])

    def half_squared_distance(self, target):
        d = self.value - target
        return Tensor(0.5 * (d @ d), (self,), lambda slope: [(self, slope * d)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.slope = 1.0
        for node in reversed(order):
            for parent, slope in node.pull(node.slope) if node.pull else ():
                parent.slope = parent.slope + slope


def graph(inputs, weights_1, weights_2):
    hidden = (inputs @ weights_1).relu()
    return hidden, hidden @ weights_2


def forward(inputs, weights_1, weights_2):
    hidden, output = graph(Tensor(np.asarray(inputs)), Tensor(weights_1), Tensor(weights_2))
    return hidden.value, output.value


xor_1 = np.eye(2) * 2 - 1
xor_1 = xor_1.T
xor_2 = np.array([1, 1])[:, None]

# %% solution="descend"
import itertools


def descend(weight, goal, x, alpha, steps):
    def step(state, _):
        w, *_ = state
        p = w * x
        return w - alpha * x * (p - goal), p, abs(p - goal) ** 2

    states = itertools.accumulate(range(steps), step, initial=(weight, None, None))
    *_, last = states
    return last


run_1, run_01 = (descend(0.5, 0.8, x=0.5, alpha=a, steps=20) for a in [1.0, 0.1])

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    unit = Tensor(weights[:, None])
    (Tensor(inputs) @ unit).half_squared_distance(np.array([goal])).backward()
    return weights - alpha * unit.slope[:, 0]

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    one, two = Tensor(weights_1), Tensor(weights_2)
    graph(Tensor(image), one, two)[1].half_squared_distance(target).backward()
    return one.slope, two.slope

# %% solution="train"
def share(images, labels, weights):
    right = forward(images, *weights)[1].argmax(axis=1) == labels
    return right.sum() / right.size


weights = start_1, start_2
train_record, valid_record, kept = [], [], []
for _ in range(PASSES):
    for image, label in zip(x_train, y_train):
        target = (np.arange(10) == label).astype("float32")
        weights = train_step(image, target, *weights, np.float32(ALPHA))
    train_record.append(share(x_train, y_train, weights))
    valid_record.append(share(x_valid, y_valid, weights))
    kept = [*kept, weights] if not kept or valid_record[-1] > max(valid_record[:-1]) else kept
weights_1, weights_2 = weights
best_1, best_2 = kept[-1]
best_pass = valid_record.index(max(valid_record)) + 1

# %% solution="figure"
fig = plt.figure()
ax = fig.subplots()
curves = ax.plot(range(1, PASSES + 1), np.column_stack([train_record, valid_record]))
ax.legend(curves, ["digits that it learns from", "digits that it does not train on"])
ax.set_xlabel("pass")
ax.set_ylabel("accuracy")
zoom = ax.inset_axes([0.4, 0.1, 0.5, 0.4])
zoom.plot(range(1, 41), train_record[:40])
zoom.plot(range(1, 41), valid_record[:40])

# %% solution="test-digits"
test_last, test_best = share(x_test, y_test, weights), share(x_test, y_test, (best_1, best_2))
