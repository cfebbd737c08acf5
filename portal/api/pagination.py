"""Pages of lists."""

from rest_framework import pagination


class PageNumberPagination(pagination.PageNumberPagination):
    """`?page=2&page_size=100`: 50 items a page unless asked, at most 200."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response_schema(self, schema):
        """As Django REST framework describes it, in the words of OpenAPI 3.1 for what may be null."""
        described = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            link = described["properties"][name]
            described["properties"][name] = {"type": [link["type"], "null"], "format": link["format"]}
        return described
