"""One module for each kind of attack: NUMBER, TITLE and FORMS."""
