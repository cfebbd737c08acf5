"""What documents say, as frozen dataclasses of plain values: made by builders, turned into bytes by renderers."""
