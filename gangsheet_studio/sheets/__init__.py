"""From layout to files. Pixels arrive as rows of RGBA bytes; a whole sheet exists nowhere.

Where a sheet is made of pixels, each design's rows are coded once, and joined for each sheet (`painter`);
only where boxes overlap are pixels looked at again (`compositor`). Where it is made of objects, each design
is in it once.
"""
