"""Every limit on evidence, in one place.

The same limits bound the encoder, which then says what it left out, and the decoder, which
refuses what is over them.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds on what crosses from a student's process to the judge.

    Attributes:
        position_bytes: size of one position file (JSON).
        value_bytes: size of one name's JSON.
        payload_bytes: size of one JSON blob, a described figure or model.
        depth: nesting of containers within one value.
        nodes: values within one value or payload.
        text: characters in one text.
        integer_bits: size of one int.
        numbers: elements of one list of plain numbers.
        inline_array_bytes: arrays up to this size stand in the JSON, larger ones in a blob.
        whole_array_bytes: arrays up to this size cross whole, larger ones as a summary.
        array_bytes: size of any array, also of weights and of a call's arguments and result.
        decoded_bytes: arrays that one value may hold together, repeats counted.
        total_bytes: size of all files of one submission's evidence.
        files: number of files of one submission's evidence.
        objects: models and figures within one value.
        first_rows: rows of a large array that its summary holds.
        layers: layers of one model, nested models and those in them counted.
        layer_calls: calls of layers in one model, those in nested models counted each time.
        model_depth: nesting of models in models.
        parameters: numbers in the weights of one model.
        constants: numbers in the graph and in the arguments of one model: they compute like
            weights, but no layer counts them. Enough for the mean and the spread of an image.
        activations: numbers in the output of one layer for one image.
        all_activations: the same of all layers of a model together.
        multiplications: multiplications of one model for one image.
        steps: steps of all recurrent layers of one model for one image.
        axes: axes of one figure.
        artists: lines, images, bars, texts ... of one figure.
        figure_numbers: numbers in the arrays of one figure.
        image_side: images with a longer side are thinned out to this size, in pixels.
        points: points of one line or scatter plot.

    What the models and figures of one value may cost together: see `Budget`.
    """

    position_bytes: int = 4_000_000
    value_bytes: int = 1_000_000
    payload_bytes: int = 4_000_000
    depth: int = 32
    nodes: int = 200_000
    text: int = 200_000
    integer_bits: int = 4096
    numbers: int = 1_000_000
    inline_array_bytes: int = 512
    whole_array_bytes: int = 4 * MIB
    array_bytes: int = 64 * MIB
    decoded_bytes: int = 256 * MIB
    total_bytes: int = 1024 * MIB
    files: int = 20_000
    objects: int = 200
    first_rows: int = 10
    layers: int = 200
    layer_calls: int = 400
    model_depth: int = 4
    parameters: int = 5_000_000
    constants: int = 2_000
    activations: int = 2_000_000
    all_activations: int = 10_000_000
    multiplications: int = 1_000_000_000
    steps: int = 1024
    axes: int = 300
    artists: int = 6_000
    figure_numbers: int = 8_000_000
    image_side: int = 512
    points: int = 100_000


DEFAULT_LIMITS = Limits()
