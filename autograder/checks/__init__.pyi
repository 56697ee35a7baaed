from .accuracy import (
    accuracy_steps,
    claimed_accuracy,
    holdout_accuracy,
    holdout_size,
    percent,
    reaches,
    sampling_error,
)
from .array_rules import computes
from .bounds import at_least, at_most, compared, within
from .comments import (
    comments_in_own_words,
    every_statement_commented,
    submitted_source,
    unchanged_program,
)
from .confusion import confusion_matrix, is_confusion_matrix
from .confusion_figure import shows_confusion_matrices
from .context import CheckContext, Digits, set_context, threshold
from .figure_errors import shows_error_bars
from .figure_images import (
    centred_on_zero,
    colour_limits,
    image_panel_count,
    image_panels,
    one_colour_scale,
    panels_show,
    shown_image,
    titled_panels,
)
from .figure_points import shows_points
from .figure_series import (
    Series,
    series,
)
from .figure_ticks import tick_label_numbers
from .figures import (
    axis_label,
    axis_labels,
    figure_title,
    has_legend,
    has_log_scale,
    legend_texts,
    log_scale,
    panel_name,
    panel_title,
    panels,
    require_figure,
    titled,
)
from .formulas import Mistake, follows_rule, right_numbers
from .frameworks import framework_uses, numpy_only, without_frameworks
from .gradients import gradient_norms, measures_gradients
from .input_scale import small_inputs, trained_as_prepared
from .learning_curves import (
    accuracy_record,
    curves_told_apart,
    learning_curves,
)
from .losses import loss_fits_ten_classes
from .model_activations import (
    activations,
    gives_probabilities,
    hidden_activation,
    output_activation,
)
from .model_rules import parameter_limits, sees_neighbours
from .model_steps import bypasses_layers, normalizes
from .models import (
    all_layers,
    conv_layers,
    count_parameters,
    dense_layers,
    has_convolution,
    hidden_units,
    is_model,
    kernel_layers,
    layer_parameters,
    layer_sequence,
    one_hidden_layer,
    output_size,
    parameter_count,
    require_model,
    ten_outputs,
)
from .numerical_gradients import gradient_fits, numerical_gradient
from .photographs import (
    bright_ink,
    centred_by_mass,
    drawn_photograph,
    in_proportion,
    prepared_photograph,
    unit_scale,
)
from .pixelwise import recomputed_pixelwise
from .prediction import predicted_digits, preprocessed
from .prediction_grid import prediction_grid
from .random_models import random_conv_model, random_dense_model
from .registry import (
    REGISTRY,
    Check,
    CheckFailed,
    Finding,
    PartialCredit,
    award,
    check,
    fail,
    require,
)
from .regularization import l2_factors, weight_decay
from .training_calls import FitCall, fit_calls

__all__ = [
    "REGISTRY",
    "Check",
    "CheckContext",
    "CheckFailed",
    "Digits",
    "Finding",
    "FitCall",
    "Mistake",
    "PartialCredit",
    "Series",
    "accuracy_record",
    "accuracy_steps",
    "activations",
    "all_layers",
    "at_least",
    "at_most",
    "award",
    "axis_label",
    "axis_labels",
    "bright_ink",
    "bypasses_layers",
    "centred_by_mass",
    "centred_on_zero",
    "check",
    "claimed_accuracy",
    "colour_limits",
    "comments_in_own_words",
    "compared",
    "computes",
    "confusion_matrix",
    "conv_layers",
    "count_parameters",
    "curves_told_apart",
    "dense_layers",
    "drawn_photograph",
    "every_statement_commented",
    "fail",
    "figure_title",
    "fit_calls",
    "follows_rule",
    "framework_uses",
    "gives_probabilities",
    "gradient_fits",
    "gradient_norms",
    "has_convolution",
    "has_legend",
    "has_log_scale",
    "hidden_activation",
    "hidden_units",
    "holdout_accuracy",
    "holdout_size",
    "image_panel_count",
    "image_panels",
    "in_proportion",
    "is_confusion_matrix",
    "is_model",
    "kernel_layers",
    "l2_factors",
    "layer_parameters",
    "layer_sequence",
    "learning_curves",
    "legend_texts",
    "log_scale",
    "loss_fits_ten_classes",
    "measures_gradients",
    "normalizes",
    "numerical_gradient",
    "numpy_only",
    "one_colour_scale",
    "one_hidden_layer",
    "output_activation",
    "output_size",
    "panel_name",
    "panel_title",
    "panels",
    "panels_show",
    "parameter_count",
    "parameter_limits",
    "percent",
    "predicted_digits",
    "prediction_grid",
    "prepared_photograph",
    "preprocessed",
    "random_conv_model",
    "random_dense_model",
    "reaches",
    "recomputed_pixelwise",
    "require",
    "require_figure",
    "require_model",
    "right_numbers",
    "sampling_error",
    "sees_neighbours",
    "series",
    "set_context",
    "shown_image",
    "shows_confusion_matrices",
    "shows_error_bars",
    "shows_points",
    "small_inputs",
    "submitted_source",
    "ten_outputs",
    "threshold",
    "tick_label_numbers",
    "titled",
    "titled_panels",
    "trained_as_prepared",
    "unchanged_program",
    "unit_scale",
    "weight_decay",
    "within",
    "without_frameworks",
]
