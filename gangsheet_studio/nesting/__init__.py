"""Order lines and film to a layout. Inches end in `sizing`; from there on all lengths are pixels."""

from gangsheet_studio.nesting.improve import BoxSearch
from gangsheet_studio.nesting.layout import nest, rows_film
from gangsheet_studio.nesting.saving import rows
from gangsheet_studio.nesting.sizing import SizedItems, size_items

__all__ = ["BoxSearch", "SizedItems", "nest", "rows", "rows_film", "size_items"]
