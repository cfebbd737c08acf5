"""The parts of recognition, from words up to tables, rows, money and the plan; `portal.annexes.recognising` is the way in."""
