"""The national report at full size: our parts beside one document of WeasyPrint and beside Typst, on the same words and tables."""
