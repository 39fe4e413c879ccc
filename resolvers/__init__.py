"""Answers: reach the thing through the asker, do the act, return the model."""
