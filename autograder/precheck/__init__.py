"""The student's side: is a notebook whole, and does it run, before it is handed in?"""
