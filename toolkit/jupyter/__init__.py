"""A brief in Jupyter: the explorer, the editor and the studio. Needs the extra `notebook`."""
