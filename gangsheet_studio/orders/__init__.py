"""Order files, folders and artwork to order lines; decodes no image."""

from gangsheet_studio.orders.read import read_orders

__all__ = ["read_orders"]
