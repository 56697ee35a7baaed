"""From an assignment's source to notebooks: instructor's, student's, examples, published folder."""
