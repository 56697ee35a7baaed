"""The digits: MNIST as shipped in source_data/, and the hold-out split of a graded run."""
