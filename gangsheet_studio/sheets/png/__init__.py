"""PNG sheets, of rows that are deflated once for each design and joined for each sheet.

Every design is filtered and deflated row by row, into pieces that stand alone (`rows`). A sheet's stream is
mostly those pieces in another order (`splice`), so that painting a copy costs about as much as copying its
compressed bytes.
"""
