"""The layers that a rebuilt model may have, each with its arguments and their bounds.

Arguments that are not named here are left out: initializers, constraints, seeds. One whose
value is neither None nor False and that is on neither list refuses the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.evidence import layer_shapes as shapes
from autograder.evidence import layer_weights as weights
from autograder.evidence.layer_arguments import (
    MAX_UNITS,
    Check,
    activation,
    axis,
    boolean,
    channels_last,
    either,
    finite,
    fraction,
    integer,
    number,
    one_of,
    optional,
    rate,
    regularizer,
    same_or_valid,
    sequence,
)
from autograder.evidence.layer_shapes import ShapeRule, WeightRule

IGNORED = frozenset(
    [
        *("seed", "noise_shape", "renorm_momentum", "build_config", "sparse", "ragged"),
        # RandomShear writes factors that it does not read again; they matter in training only.
        *("x_factor", "y_factor"),
    ]
)


@dataclass(frozen=True)
class LayerRule:
    """How a layer may be used.

    Attributes:
        arguments: name -> check; all must be in the configuration.
        shape: shape of the output.
        weights: shapes of the weights.
        merges: whether it takes a list of inputs.
    """

    arguments: Mapping[str, Check]
    shape: ShapeRule = shapes.same_shape
    weights: WeightRule = shapes.no_weights
    merges: bool = False


_count = integer(1, MAX_UNITS)
_pixels = integer(1, 512)
_window = integer(1, 64)
_axes = either(axis, sequence(axis, 0, 8))
_numbers = either(finite, sequence(finite, 0, 4096))
_nested_numbers = either(_numbers, sequence(_numbers, 0, 64))
_padding = sequence(integer(0, 256), 2)
_factor = either(number(-10, 10), sequence(number(-10, 10), 2))
_activated: dict[str, Check] = {"activation": activation, "use_bias": boolean}
_regularized: dict[str, Check] = {
    "kernel_regularizer": regularizer,
    "bias_regularizer": regularizer,
}
_format: dict[str, Check] = {"data_format": channels_last}
_augmentation: dict[str, Check] = {
    **_format,
    "fill_mode": one_of("constant", "reflect", "wrap", "nearest"),
    "interpolation": one_of("nearest", "bilinear"),
    "fill_value": finite,
}
_shaded: dict[str, Check] = {"factor": _factor, "value_range": sequence(finite, 2)}
_ranged: dict[str, Check] = {**_shaded, **_format}


def _kernel(axes: int, causal: bool = False) -> dict[str, Check]:
    padding = one_of("same", "valid", "causal") if causal else same_or_valid
    return {
        "kernel_size": sequence(_window, axes),
        "strides": sequence(_window, axes),
        "padding": padding,
        "dilation_rate": sequence(_window, axes),
        **_format,
        **_activated,
    }


def _convolution(axes: int) -> LayerRule:
    arguments = {
        **_kernel(axes, causal=axes == 1),
        "filters": _count,
        "groups": _count,
        **_regularized,
    }
    return LayerRule(arguments, shapes.convolution(axes), weights.convolution)


def _depthwise(axes: int) -> LayerRule:
    arguments = {**_kernel(axes), "depth_multiplier": _count}
    return LayerRule(arguments, shapes.convolution(axes, None), weights.depthwise)


def _separable(axes: int) -> LayerRule:
    arguments = {**_kernel(axes, causal=axes == 1), "depth_multiplier": _count, "filters": _count}
    return LayerRule(arguments, shapes.convolution(axes), weights.separable)


def _transposed(axes: int) -> LayerRule:
    one = sequence(one_of(1), axes)
    arguments = {**_kernel(axes), "dilation_rate": one, "filters": _count, **_regularized}
    return LayerRule(arguments, shapes.transposed_convolution, weights.transposed_convolution)


def _pooling(axes: int) -> LayerRule:
    size = sequence(_window, axes)
    arguments: dict[str, Check] = {
        "pool_size": size,
        "strides": optional(size),
        "padding": same_or_valid,
        **_format,
    }
    return LayerRule(arguments, shapes.pooling(axes))


def _global_pooling(axes: int) -> LayerRule:
    return LayerRule({**_format, "keepdims": boolean}, shapes.global_pooling(axes))


def _recurrent(gates: int, **more: Check) -> LayerRule:
    arguments: dict[str, Check] = {
        "units": _count,
        **_activated,
        "dropout": fraction,
        "recurrent_dropout": fraction,
        "return_sequences": boolean,
        "go_backwards": boolean,
        **more,
    }
    return LayerRule(arguments, shapes.recurrent, weights.recurrent(gates))


_merging = LayerRule({}, shapes.broadcast, merges=True)
_normalizing: dict[str, Check] = {
    "axis": axis,
    "epsilon": number(0, 1),
    "center": boolean,
    "scale": boolean,
}

LAYERS: dict[str, LayerRule] = {
    "Dense": LayerRule(
        {"units": _count, **_activated, **_regularized}, shapes.last_axis("units"), weights.dense
    ),
    "Embedding": LayerRule(
        {"input_dim": integer(1, 1_000_000), "output_dim": _count},
        shapes.embedded,
        weights.embedding,
    ),
    "Flatten": LayerRule(_format, shapes.flatten),
    "Reshape": LayerRule({"target_shape": sequence(integer(-1, 4_000_000), 0, 6)}, shapes.reshape),
    "Permute": LayerRule({"dims": sequence(integer(1, 6), 1, 6)}, shapes.permute),
    "RepeatVector": LayerRule({"n": integer(1, 4096)}, shapes.repeat),
    "Identity": LayerRule({}),
    "Activation": LayerRule({"activation": activation}),
    "ReLU": LayerRule(
        {"max_value": optional(finite), "negative_slope": finite, "threshold": finite}
    ),
    "LeakyReLU": LayerRule({"negative_slope": finite}),
    "ELU": LayerRule({"alpha": finite}),
    "PReLU": LayerRule(
        {"shared_axes": optional(sequence(axis, 0, 8))}, shapes.same_shape, weights.slopes
    ),
    "Softmax": LayerRule({"axis": _axes}, shapes.normalized),
    "Dropout": LayerRule({"rate": rate}),
    "SpatialDropout1D": LayerRule({"rate": rate}),
    "SpatialDropout2D": LayerRule({"rate": rate, **_format}),
    "GaussianDropout": LayerRule({"rate": fraction}),
    "AlphaDropout": LayerRule({"rate": fraction}),
    "GaussianNoise": LayerRule({"stddev": number(0, 1000)}),
    "BatchNormalization": LayerRule(
        {**_normalizing, "momentum": number(0, 1)},
        shapes.same_shape,
        weights.batch_normalization,
    ),
    "LayerNormalization": LayerRule(
        {**_normalizing, "axis": _axes}, shapes.same_shape, weights.layer_normalization
    ),
    "GroupNormalization": LayerRule(
        {**_normalizing, "groups": integer(-1, MAX_UNITS)},
        shapes.same_shape,
        weights.group_normalization,
    ),
    "UnitNormalization": LayerRule({"axis": _axes}, shapes.normalized),
    "Normalization": LayerRule(
        {
            "axis": optional(_axes),
            "mean": optional(_nested_numbers),
            "variance": optional(_nested_numbers),
            "invert": boolean,
        },
        shapes.same_shape,
        weights.normalization,
    ),
    "Rescaling": LayerRule({"scale": _numbers, "offset": _numbers}, shapes.rescaled),
    "Resizing": LayerRule(
        {
            "height": _pixels,
            "width": _pixels,
            "interpolation": one_of("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"),
            "crop_to_aspect_ratio": boolean,
            "pad_to_aspect_ratio": boolean,
            "fill_value": finite,
            **_format,
        },
        shapes.resized,
    ),
    "CenterCrop": LayerRule({"height": _pixels, "width": _pixels, **_format}, shapes.resized),
    "ZeroPadding1D": LayerRule({"padding": _padding, **_format}, shapes.margins("padding", 1)),
    "ZeroPadding2D": LayerRule(
        {"padding": sequence(_padding, 2), **_format}, shapes.margins("padding", 1)
    ),
    "Cropping1D": LayerRule({"cropping": _padding}, shapes.margins("cropping", -1)),
    "Cropping2D": LayerRule(
        {"cropping": sequence(_padding, 2), **_format}, shapes.margins("cropping", -1)
    ),
    "UpSampling1D": LayerRule({"size": _window}, shapes.upsampling),
    "UpSampling2D": LayerRule(
        {
            "size": sequence(_window, 2),
            "interpolation": one_of("nearest", "bilinear", "bicubic"),
            **_format,
        },
        shapes.upsampling,
    ),
    "RandomFlip": LayerRule(
        {"mode": one_of("horizontal", "vertical", "horizontal_and_vertical"), **_format},
        shapes.augmented,
    ),
    "RandomRotation": LayerRule({"factor": _factor, **_augmentation}, shapes.augmented),
    "RandomZoom": LayerRule(
        {"height_factor": _factor, "width_factor": optional(_factor), **_augmentation},
        shapes.augmented,
    ),
    "RandomTranslation": LayerRule(
        {"height_factor": _factor, "width_factor": _factor, **_augmentation},
        shapes.augmented,
    ),
    "RandomContrast": LayerRule(_shaded, shapes.augmented),
    "RandomBrightness": LayerRule(_shaded, shapes.augmented),
    "RandomSharpness": LayerRule(_ranged, shapes.augmented),
    "RandomInvert": LayerRule(_ranged, shapes.augmented),
    "RandomErasing": LayerRule(
        {**_ranged, "scale": _factor, "fill_value": optional(finite)}, shapes.augmented
    ),
    "RandomGaussianBlur": LayerRule(
        {**_ranged, "kernel_size": sequence(_window, 2), "sigma": _factor}, shapes.augmented
    ),
    "RandomElasticTransform": LayerRule(
        {**_augmentation, **_shaded, "scale": _factor}, shapes.augmented
    ),
    "RandomPerspective": LayerRule(
        {
            **_format,
            "factor": _factor,
            "scale": _factor,
            "interpolation": one_of("nearest", "bilinear"),
            "fill_value": finite,
        },
        shapes.augmented,
    ),
    "RandomShear": LayerRule(_augmentation, shapes.augmented),
    **{f"Conv{axes}D": _convolution(axes) for axes in (1, 2)},
    **{f"Conv{axes}DTranspose": _transposed(axes) for axes in (1, 2)},
    **{f"DepthwiseConv{axes}D": _depthwise(axes) for axes in (1, 2)},
    **{f"SeparableConv{axes}D": _separable(axes) for axes in (1, 2)},
    **{f"{kind}Pooling{axes}D": _pooling(axes) for kind in ("Max", "Average") for axes in (1, 2)},
    **{
        f"Global{kind}Pooling{axes}D": _global_pooling(axes)
        for kind in ("Max", "Average")
        for axes in (1, 2)
    },
    **dict.fromkeys(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"], _merging),
    "Concatenate": LayerRule({"axis": axis}, shapes.concatenated, merges=True),
    "Dot": LayerRule(
        {"axes": either(axis, sequence(axis, 2)), "normalize": boolean}, shapes.dot, merges=True
    ),
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4, recurrent_activation=activation),
    "GRU": _recurrent(3, recurrent_activation=activation, reset_after=boolean),
}
