"""What the API answers with."""

from rest_framework.renderers import JSONRenderer

from portal.plan_document.text import dumps


class DecimalJSONRenderer(JSONRenderer):
    """The answer of every API view."""

    def render(self, data, accepted_media_type=None, renderer_context=None):
        if data is None:
            return b""
        return dumps(data).encode()
