"""The report: pages that people read, made from the record files and the gradebook alone."""
