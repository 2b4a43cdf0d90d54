"""A policy that changed while a case was under way: both versions are computed and shown beside each other.

The case is decided under the version it was handed in under, by the newer version's saving clause or for want of one.
"""
