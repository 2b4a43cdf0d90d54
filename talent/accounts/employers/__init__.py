"""Employers whose HR people may fill in applications for others, and the consent of those others: asked for, given,
withdrawn at any time.
"""
