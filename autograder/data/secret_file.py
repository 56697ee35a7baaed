"""The file of the course's hold-out secret, apart from what needs NumPy."""

SECRET_FILE = "holdout-secret"
