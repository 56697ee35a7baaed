"""How far correct work keeps from each bound: the course's correct submissions, many times over.

The reference solutions and the correct examples are graded by the engine itself, each time with
other random numbers and other hold-out digits. What tests compared with bounds is kept, and
turned into the probability that correct work loses a point.
"""
