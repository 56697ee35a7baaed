"""stub"""
def draw_figure(payload, limits): return None
