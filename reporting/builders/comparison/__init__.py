"""Two versions of a plan as one table of what differs. Start at `build_comparison` in `build`.

`outline` reads a version into things with fields, by the names that people use; `differ` compares two such outlines
and knows nothing of plans; `texts` compares words and lines.
"""
