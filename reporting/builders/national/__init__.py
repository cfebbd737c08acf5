"""The national report of a year: `front.build_national`, and `chapters.chapter_contents`."""
