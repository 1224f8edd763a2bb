"""Code that only the notebooks use: figures, tables, a small model to train, scores by hand.

Notebooks import it as `lessons`, tests and benchmarks as `notebooks.lessons`; hence its imports are relative.
Plots need the extra: `pip install 'bilingual-brief-toolkit[teach]'`.
"""
