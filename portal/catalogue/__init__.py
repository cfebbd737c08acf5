"""The ministry's catalogue for pages, sheets and the API's names: its kinds, their entries, and which plans use them.

Start reading at `kinds`. What may be changed, and how, is `plans.services.catalogue`'s.
"""
