"""Yexiao (夜校): the open night-school system."""
