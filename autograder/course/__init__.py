"""The course as its instructor wrote it: settings, layout of folders, assignments."""
