"""Annexes of plans as files: what officials keep in Word and Excel, brought in.

`opening` gives the tables of a file as plain grids (`grid`), whatever the file was written with; a file that
is broken or hostile is refused with a message. What the cells mean is not its business.
"""
