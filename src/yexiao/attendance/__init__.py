"""The evening: roster, marks, check-in, leave, cancelled and moved meetings."""
