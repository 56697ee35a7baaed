"""Ways in from nbgrader: its autograde command and formgrader's button use our run and judge."""
