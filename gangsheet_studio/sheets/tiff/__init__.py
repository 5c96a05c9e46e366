"""TIFF sheets, of rows that are coded once for each design and joined for each sheet.

A sheet has one strip a row. Each design's rows are coded apart, so that a strip is made of pieces that lie
ready: the designs that cross the row, and runs of nothing between them.
"""
