"""The demonstration city: a real territory, invented people, seasons run through the product's own doors."""
