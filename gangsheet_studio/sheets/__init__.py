"""From layout to files. Pixels arrive as rows of RGBA bytes; a whole sheet exists nowhere.

A PNG's pixel stream is deflated rows. Every design is filtered and deflated once, row by row, into
pieces that stand alone (`rows`). A sheet's stream is then mostly those pieces in another order
(`splice`), so that painting a copy costs about as much as copying its compressed bytes. Only where
boxes overlap are pixels looked at again (`compositor`).
"""
