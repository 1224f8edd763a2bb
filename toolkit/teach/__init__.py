"""What the teaching notebooks show and draw. In: articles, briefs, models. Out: figures, tables and small experiments.

Nothing here is needed to make a brief. Plots need the extra: `pip install 'bilingual-brief-toolkit[teach]'`.
"""
