"""What browsers are told to refuse: the policies that go with every answer (docs/security.md, Edges).

Pages are whole without scripts; the few there are come as files of our own or carry the answer's nonce. Nothing is
loaded from elsewhere, no page stands in another's frame, no form is sent elsewhere.
"""

from csp.constants import NONCE, NONE, SELF

# What a page may ask of the device: nothing. Names that browsers know, by the draft's register.
_FEATURES = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "web-share",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = {feature: [] for feature in _FEATURES}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
