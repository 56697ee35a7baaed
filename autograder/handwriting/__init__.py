"""Draws handwritten digits that no data set contains, and photographs of them."""
