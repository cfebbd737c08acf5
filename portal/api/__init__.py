"""The API under /api/v1/: what outside programs read. Every queryset starts from `visible_to(user)`."""
